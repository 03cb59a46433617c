using StackExchange.Redis;
using Standins.Tests.Servers;

namespace Standins.Tests.Redis;

internal static class RedisConnections
{
    /// <summary>With timeouts for a machine that is busy with other tests.</summary>
    public static Task<ConnectionMultiplexer> OpenAsync(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        options.SyncTimeout = 60_000;
        options.AsyncTimeout = 60_000;
        options.ConnectTimeout = 20_000;
        options.ReconnectRetryPolicy = new LinearRetry(200);
        return ConnectionMultiplexer.ConnectAsync(options).Soon();
    }
}

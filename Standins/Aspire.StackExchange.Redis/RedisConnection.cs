using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

internal static class RedisConnection
{
    public static IConnectionMultiplexer Open(IServiceProvider provider, string optionsName, string connectionName, StackExchangeRedisSettings settings)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<ConfigurationOptions>>().Get(optionsName);
        if (options.EndPoints.Count == 0)
        {
            throw new InvalidOperationException(
                $"No endpoints specified. Ensure a valid connection string was provided in 'ConnectionStrings:{connectionName}' or for the 'Aspire:StackExchange:Redis:ConnectionString' configuration key.");
        }

        options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        var connection = ConnectionMultiplexer.Connect(options);
        if (!settings.DisableTracing)
        {
            provider.GetRequiredService<RedisInstrumentation>().Add(connection);
        }

        return connection;
    }
}

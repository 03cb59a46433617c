using System.Data.Common;
using System.Net.Sockets;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>Which faults mean that a store is away for now, rather than that something is wrong.</summary>
internal static class TransientFaults
{
    /// <summary>True when the same call may succeed in a moment: a connection that was refused, lost or timed out, a server that is starting.</summary>
    public static bool IsTransient(Exception? exception) => exception switch
    {
        null => false,
        DbException { IsTransient: true } => true,
        TimeoutException or SocketException or EndOfStreamException => true,
        _ => IsRedisAway(exception) || IsTransient(exception.InnerException),
    };

    // Named, not referenced: a service without Redis need not know it.
    private static bool IsRedisAway(Exception exception) => exception.GetType().FullName switch
    {
        "StackExchange.Redis.RedisConnectionException" or "StackExchange.Redis.RedisTimeoutException" => true,
        "StackExchange.Redis.RedisServerException" => exception.Message.StartsWith("LOADING ", StringComparison.Ordinal),
        _ => false,
    };
}

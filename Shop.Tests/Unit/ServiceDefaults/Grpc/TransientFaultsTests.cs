using System.Net.Sockets;
using Npgsql;
using Shop.ServiceDefaults.Grpc;
using StackExchange.Redis;

namespace Shop.Tests.Unit.ServiceDefaults.Grpc;

public sealed class TransientFaultsTests
{
    public static TheoryData<Exception> Transient =>
    [
        new NpgsqlException("lost", new IOException("reset")),
        new NpgsqlException("refused", new SocketException((int)SocketError.ConnectionRefused)),
        new NpgsqlException("pool exhausted", new TimeoutException()),
        new PostgresException("the database system is starting up", "FATAL", "FATAL", PostgresErrorCodes.CannotConnectNow),
        new PostgresException("terminating connection", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown),
        new PostgresException("deadlock", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected),
        new RedisConnectionException(ConnectionFailureType.SocketFailure, "lost"),
        new RedisTimeoutException("slow", CommandStatus.Sent),
        new RedisServerException("LOADING Redis is loading the dataset in memory"),
        new TimeoutException(),
        new SocketException((int)SocketError.ConnectionReset),
        new InvalidOperationException("around it", new TimeoutException()),
    ];

    public static TheoryData<Exception> Lasting =>
    [
        new PostgresException("duplicate key", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation),
        new PostgresException("check", "ERROR", "ERROR", PostgresErrorCodes.CheckViolation),
        new PostgresException("syntax", "ERROR", "ERROR", PostgresErrorCodes.SyntaxError),
        new RedisServerException("ERR unknown command"),
        new RedisServerException("WRONGTYPE"),
        new FileNotFoundException(),
        new InvalidOperationException(),
        new FormatException(),
    ];

    [Theory]
    [MemberData(nameof(Transient))]
    public void IsTransient_StoreThatIsAway_Is(Exception exception) => TransientFaults.IsTransient(exception).ShouldBeTrue();

    [Theory]
    [MemberData(nameof(Lasting))]
    public void IsTransient_Mistake_IsNot(Exception exception) => TransientFaults.IsTransient(exception).ShouldBeFalse();
}

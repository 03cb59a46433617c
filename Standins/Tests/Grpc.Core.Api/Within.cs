using Grpc.Core;

namespace Standins.Tests.GrpcCore;

/// <summary>No test waits for ever.</summary>
internal static class Within
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task Reason(this Task task) => task.WaitAsync(Patience);

    public static Task<T> Reason<T>(this Task<T> task) => task.WaitAsync(Patience);

    public static Task<T> Reason<T>(this AsyncUnaryCall<T> call) => call.ResponseAsync.Reason();
}

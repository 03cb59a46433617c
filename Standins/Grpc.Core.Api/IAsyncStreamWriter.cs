namespace Grpc.Core;

/// <summary>Sends messages, one at a time: a write is awaited before the next begins.</summary>
public interface IAsyncStreamWriter<in T>
{
    Task WriteAsync(T message);

    /// <summary>Cancelling a write cancels its call.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("Cancellation of stream writes is not supported by this gRPC implementation.")
        : WriteAsync(message);

    /// <summary>For the writes that follow; null is the call's own options.</summary>
    WriteOptions? WriteOptions { get; set; }
}

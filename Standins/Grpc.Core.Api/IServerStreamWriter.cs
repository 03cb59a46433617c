namespace Grpc.Core;

/// <summary>The stream ends when the handler's task does.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}

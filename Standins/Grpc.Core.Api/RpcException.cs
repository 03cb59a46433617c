namespace Grpc.Core;

/// <summary>A call that did not end with OK; a server handler throws it to end its call with that status and those trailers.</summary>
public class RpcException : Exception
{
    public RpcException(Status status) : this(status, new Metadata())
    {
    }

    public RpcException(Status status, string message) : this(status, new Metadata(), message)
    {
    }

    public RpcException(Status status, Metadata trailers) : this(status, trailers, status.ToString())
    {
    }

    public RpcException(Status status, Metadata trailers, string message) : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    public Status Status { get; }

    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Never null; empty when the peer sent none.</summary>
    public Metadata Trailers { get; }
}

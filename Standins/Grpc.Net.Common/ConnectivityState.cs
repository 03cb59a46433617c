namespace Grpc.Core;

/// <summary>Of a channel.</summary>
public enum ConnectivityState
{
    /// <summary>No connection, and none wanted.</summary>
    Idle,

    Connecting,

    Ready,

    /// <summary>Waits before it tries to connect again.</summary>
    TransientFailure,

    Shutdown,
}

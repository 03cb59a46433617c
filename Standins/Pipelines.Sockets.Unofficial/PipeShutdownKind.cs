namespace Pipelines.Sockets.Unofficial;

/// <summary>What first ended a connection.</summary>
public enum PipeShutdownKind
{
    /// <summary>Nothing yet: it is open.</summary>
    None = 0,

    /// <summary>The connection was disposed on this side.</summary>
    PipeDisposed = 1,

    /// <summary>The peer sends nothing more.</summary>
    ReadEndOfStream = 100,
    ReadDisposed = 101,
    ReadIOException = 102,
    ReadException = 103,
    ReadSocketError = 104,

    /// <summary>Nobody reads any more what comes in.</summary>
    ReadFlushCompleted = 105,

    /// <summary>Everything that was written has been sent, and nothing more comes.</summary>
    WriteEndOfStream = 200,
    WriteDisposed = 201,
    WriteIOException = 203,
    WriteException = 204,
    WriteSocketError = 205,

    /// <summary>The client said goodbye in the protocol itself.</summary>
    ProtocolExitClient = 400,

    /// <summary>The server said goodbye in the protocol itself.</summary>
    ProtocolExitServer = 401,
}

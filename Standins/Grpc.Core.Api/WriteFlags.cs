namespace Grpc.Core;

[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait for others before it is sent.</summary>
    BufferHint = 0x1,

    /// <summary>The message is sent as it is, whatever the call's compression.</summary>
    NoCompress = 0x2,
}

namespace Pipelines.Sockets.Unofficial;

[Flags]
public enum SocketConnectionOptions
{
    None = 0,
}

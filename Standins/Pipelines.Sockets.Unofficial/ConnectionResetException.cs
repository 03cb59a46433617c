namespace Pipelines.Sockets.Unofficial;

/// <summary>The peer ended the connection without a farewell.</summary>
public class ConnectionResetException : IOException
{
    public ConnectionResetException(string message)
        : base(message)
    {
    }

    public ConnectionResetException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

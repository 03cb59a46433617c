namespace Grpc.Core;

/// <summary>Opaque: what a server hands on from a call that it serves to one that it makes.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}

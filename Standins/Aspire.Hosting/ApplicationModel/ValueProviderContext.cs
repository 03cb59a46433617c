namespace Aspire.Hosting.ApplicationModel;

/// <summary>Who asks for a value, and from which network it will be used.</summary>
public class ValueProviderContext
{
    public DistributedApplicationExecutionContext? ExecutionContext { get; init; }

    public IResource? Caller { get; init; }

    public NetworkIdentifier? Network { get; init; }

    internal ReplicaContext? Replica { get; init; }
}

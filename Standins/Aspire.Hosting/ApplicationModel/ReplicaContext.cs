namespace Aspire.Hosting.ApplicationModel;

/// <summary>One of the processes of a resource.</summary>
/// <param name="Id">The resource's name, or a name of its own when there are several.</param>
/// <param name="Suffix">Eight lower-case characters.</param>
/// <param name="TargetPorts">Endpoint name to the port that this replica listens on.</param>
internal sealed record ReplicaContext(string Id, string Suffix, IReadOnlyDictionary<string, int> TargetPorts);

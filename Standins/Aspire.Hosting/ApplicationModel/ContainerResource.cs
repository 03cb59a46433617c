namespace Aspire.Hosting.ApplicationModel;

/// <summary>Officially a container. Here only a model: one that carries a native server runs as a child process instead.</summary>
public class ContainerResource(string name, string? entrypoint = null) : Resource(name),
    IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithProbes, IComputeResource
{
    public string? Entrypoint { get; set; } = entrypoint;
}

using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

/// <summary>Eight characters that tell one replica's telemetry from another's.</summary>
internal sealed class ReplicaSuffix(IResource resource) : IExpressionValue
{
    public string ValueExpression => resource.Name;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(resource.Name);

    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) => new(context.Replica?.Suffix ?? resource.Name);
}

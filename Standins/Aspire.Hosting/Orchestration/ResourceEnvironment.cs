using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Asks the model for the environment and arguments of one replica, and fills in the values.</summary>
internal sealed class ResourceEnvironment(DistributedApplicationExecutionContext executionContext)
{
    public async Task<Dictionary<string, object>> CollectAsync(IResource resource, ILogger logger, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, cancellationToken: cancellationToken) { Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }
        return context.EnvironmentVariables;
    }

    public async Task<Dictionary<string, string>> ResolveAsync(IResource resource, ReplicaContext? replica, IReadOnlyDictionary<string, object> variables, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            if (await ValueAsync(resource, replica, value, cancellationToken) is { } text)
            {
                resolved[name] = text;
            }
        }
        return resolved;
    }

    public async Task<IReadOnlyList<string>> ArgumentsAsync(IResource resource, ReplicaContext? replica, ILogger logger, CancellationToken cancellationToken)
    {
        var arguments = new List<object>();
        var context = new CommandLineArgsCallbackContext(arguments, resource, cancellationToken) { ExecutionContext = executionContext, Logger = logger };
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context);
        }
        var resolved = new List<string>();
        foreach (var argument in arguments)
        {
            if (await ValueAsync(resource, replica, argument, cancellationToken) is { } text)
            {
                resolved.Add(text);
            }
        }
        return resolved;
    }

    private async Task<string?> ValueAsync(IResource caller, ReplicaContext? replica, object value, CancellationToken cancellationToken)
    {
        switch (value)
        {
            case string text:
                return text;
            case IResourceBuilder<IResource> { Resource: IValueProvider resource }:
                return await ValueAsync(caller, replica, resource, cancellationToken);
            case IValueProvider provider:
                var context = new ValueProviderContext { ExecutionContext = executionContext, Caller = caller, Replica = replica, Network = KnownNetworkIdentifiers.LocalhostNetwork };
                return await provider.GetValueAsync(context, cancellationToken);
            default:
                return Convert.ToString(value, CultureInfo.InvariantCulture);
        }
    }
}

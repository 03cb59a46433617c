using System.Collections.Concurrent;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Telemetry;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Tells the dashboard of the application's resources as they come and change.</summary>
internal sealed class ResourceFeed(DistributedApplicationModel model, ResourceNotificationService notifications, ResourceCommandService commands) : IResourceFeed
{
    private readonly ConcurrentDictionary<string, ResourceEvent> _states = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<ResourceView>? _current;

    public ChangeSignal Changed { get; } = new();

    public IReadOnlyList<ResourceView> Current => _current ??= View();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(cancellationToken))
            {
                _states[change.ResourceId] = change;
                _current = null;
                Changed.Raise();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The application ends.
        }
    }

    /// <summary>By which id the dashboard knows the process that sends telemetry under a name: a resource's own, when it is one.</summary>
    public string IdOf(string name, string instance) =>
        model.Resources.FirstOrDefault(resource => string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase))?.Annotations.OfType<ReplicasAnnotation>().LastOrDefault()?
            .Replicas.FirstOrDefault(replica => replica.Suffix == instance)?.Id
        ?? TelemetryResource.IdOf(name, instance);

    public IReadOnlyList<EnvironmentView>? EnvironmentOf(string id, bool reveal)
    {
        if (!_states.TryGetValue(id, out var state))
        {
            return null;
        }
        var secrets = SecretValues.Of(model);
        return [.. state.Snapshot.EnvironmentVariables.OrderBy(variable => variable.Name, StringComparer.OrdinalIgnoreCase).Select(variable =>
        {
            var isSecret = SecretValues.IsSecret(variable.Name, variable.Value, secrets);
            return new EnvironmentView(variable.Name, isSecret && !reveal ? null : variable.Value ?? "", isSecret);
        })];
    }

    public ParameterView? Parameter(string name, bool reveal)
    {
        if (model.Resources.OfType<ParameterResource>().FirstOrDefault(p => p.Name == name) is not { } parameter)
        {
            return null;
        }
        var hasValue = parameter.HasValue();
        var value = hasValue && (reveal || !parameter.Secret) ? parameter.GetValueAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() : null;
        return new ParameterView(name, value, parameter.Secret, hasValue, parameter.IsSet, parameter.Description, parameter.ConfigurationKey);
    }

    public async Task<bool> SetParameterAsync(string name, string? value)
    {
        if (model.Resources.OfType<ParameterResource>().FirstOrDefault(p => p.Name == name) is not { } parameter)
        {
            return false;
        }
        parameter.Set(value);
        await notifications.PublishUpdateAsync(parameter, snapshot => snapshot with { State = InitialState.StateOf(parameter) });
        return true;
    }

    public async Task<CommandOutcome> ExecuteAsync(string id, string command)
    {
        // A page that is closed half-way must not leave a restart half done.
        var result = await commands.ExecuteCommandAsync(id, command, CancellationToken.None);
        return new CommandOutcome(result.Success, result.Canceled, result.Message);
    }

    private ResourceView[] View() =>
        [.. model.Resources.SelectMany(ReplicasAnnotation.IdsOf).Select(id => _states.GetValueOrDefault(id)).OfType<ResourceEvent>().Select(ResourceViews.Of)];
}

using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Resources;

/// <summary>The application's resources, as the host of the dashboard knows them.</summary>
internal interface IResourceFeed
{
    IReadOnlyList<ResourceView> Current { get; }

    ChangeSignal Changed { get; }

    /// <param name="reveal">Gives secret values, too, which are else left out.</param>
    /// <returns>Null when there is no such resource.</returns>
    IReadOnlyList<EnvironmentView>? EnvironmentOf(string id, bool reveal);

    /// <param name="reveal">Gives a secret value, too.</param>
    /// <returns>Null when there is no such parameter.</returns>
    ParameterView? Parameter(string name, bool reveal);

    Task<CommandOutcome> ExecuteAsync(string id, string command);
}

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

    /// <param name="name">The parameter's.</param>
    /// <param name="value">Null takes back what was set before. It holds while the AppHost runs; resources read it when they start.</param>
    /// <returns>False when there is no such parameter.</returns>
    Task<bool> SetParameterAsync(string name, string? value);

    Task<CommandOutcome> ExecuteAsync(string id, string command);
}

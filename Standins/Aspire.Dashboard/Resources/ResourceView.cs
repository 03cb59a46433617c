namespace Aspire.Dashboard.Resources;

/// <summary>A resource, or one replica of it, at this moment.</summary>
/// <param name="Id">Differs from the name when there are several replicas.</param>
/// <param name="TelemetryId">By which its telemetry is known.</param>
/// <param name="Style">success, info, warn or error, when the state has one of its own.</param>
/// <param name="Failure">Why it could not be started.</param>
/// <param name="Source">The program, project or address behind it.</param>
/// <param name="Parent">The resource that it is a part of.</param>
/// <param name="Ports">Where it listens, by which calls to it are known.</param>
/// <param name="IsHidden">The application's author does not want it to be seen until somebody asks for all.</param>
internal sealed record ResourceView(
    string Id,
    string Name,
    string TelemetryId,
    string Type,
    string? State,
    string? Style,
    string? Health,
    string? Failure,
    string? Source,
    string? Parent,
    DateTime? Created,
    DateTime? Started,
    DateTime? Stopped,
    int? ExitCode,
    IReadOnlyList<HealthView> HealthReports,
    IReadOnlyList<UrlView> Urls,
    IReadOnlyList<RelationView> Relations,
    IReadOnlyList<CommandView> Commands,
    IReadOnlyList<PropertyView> Properties,
    IReadOnlyList<VolumeView> Volumes,
    IReadOnlyList<int> Ports,
    bool IsHidden = false);

using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Traces;

namespace Aspire.Dashboard.Resources;

/// <summary>Names what a span called when the callee sends no telemetry of its own: the resource that listens there.</summary>
internal sealed class PeerNames(IResourceFeed resources)
{
    private static readonly string[] Ports = ["server.port", "net.peer.port", "network.peer.port"];
    private static readonly string[] Systems = ["db.system.name", "db.system", "messaging.system"];

    /// <returns>Null for a span that calls nobody, or nobody known.</returns>
    public string? Of(Span span)
    {
        if (span.Kind is not (SpanKind.Client or SpanKind.Producer or SpanKind.Consumer))
        {
            return null;
        }
        var current = resources.Current;
        var database = span.Attributes.Find("db.namespace") ?? span.Attributes.Find("db.name");
        return span.Attributes.Find("peer.service")
            ?? Named(current, database)
            ?? (span.Kind == SpanKind.Consumer ? null : At(current, span))
            ?? System(current, span)
            ?? span.Attributes.Find("server.address");
    }

    private static string? Named(IReadOnlyList<ResourceView> current, string? database) =>
        database is null ? null : current.FirstOrDefault(resource => resource.Parent is not null && string.Equals(resource.Name, database, StringComparison.OrdinalIgnoreCase))?.Name;

    private static string? At(IReadOnlyList<ResourceView> current, Span span)
    {
        foreach (var key in Ports)
        {
            if (int.TryParse(span.Attributes.Find(key), out var port) && current.FirstOrDefault(resource => resource.Ports.Contains(port)) is { } owner)
            {
                return owner.Name;
            }
        }
        return null;
    }

    // A system that one resource alone is of.
    private static string? System(IReadOnlyList<ResourceView> current, Span span)
    {
        foreach (var key in Systems)
        {
            if (span.Attributes.Find(key) is { } system)
            {
                var candidates = current.Where(resource => resource.Parent is null && IsA(resource, system)).Select(resource => resource.Name).Distinct().ToArray();
                return candidates is [var only] ? only : system;
            }
        }
        return null;
    }

    private static bool IsA(ResourceView resource, string system) => system switch
    {
        "postgresql" => resource.Type.StartsWith("Postgres", StringComparison.OrdinalIgnoreCase) || resource.Name.Contains("postgres", StringComparison.OrdinalIgnoreCase),
        _ => resource.Type.Contains(system, StringComparison.OrdinalIgnoreCase) || resource.Name.Contains(system, StringComparison.OrdinalIgnoreCase),
    };
}

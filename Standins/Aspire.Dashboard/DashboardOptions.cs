using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard;

/// <summary>Where the dashboard listens and who may use it.</summary>
internal sealed class DashboardOptions
{
    /// <summary>What runs: the AppHost's name.</summary>
    public required string ApplicationName { get; init; }

    public required IReadOnlyList<Uri> FrontendUrls { get; init; }

    /// <summary>Takes OTLP over gRPC, plaintext HTTP/2 when the scheme is http.</summary>
    public Uri? OtlpGrpcUrl { get; init; }

    /// <summary>Takes OTLP over HTTP/1.1.</summary>
    public Uri? OtlpHttpUrl { get; init; }

    /// <summary>Who knows it may see everything.</summary>
    public string BrowserToken { get; init; } = Secrets.Create();

    /// <summary>Who knows it may send telemetry.</summary>
    public string OtlpApiKey { get; init; } = Secrets.Create();

    /// <summary>Who knows it may read the HTTP API, without a browser.</summary>
    public string ApiKey { get; init; } = Secrets.Create();

    /// <summary>Nobody is asked for a token or key.</summary>
    public bool AllowAnonymous { get; init; }

    public TelemetryLimits Limits { get; init; } = new();

    /// <summary>A JSON file that declares the overview page; the page is not there without it.</summary>
    public string? OverviewFile { get; init; }

    /// <summary>Serves the pages' files from this folder instead of the assembly, so that a change shows at the next reload.</summary>
    public string? AssetsFolder { get; init; }

    public Uri LoginUrl => new(FrontendUrls[0], AllowAnonymous ? "/" : $"/login?t={BrowserToken}");
}

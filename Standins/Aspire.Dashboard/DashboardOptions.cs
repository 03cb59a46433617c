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

    /// <summary>Is as good as the first while senders change from one key to the next.</summary>
    public string? SecondaryOtlpApiKey { get; init; }

    /// <summary>Who knows it may read the HTTP API, without a browser.</summary>
    public string ApiKey { get; init; } = Secrets.Create();

    /// <summary>Is as good as the first.</summary>
    public string? SecondaryApiKey { get; init; }

    /// <summary>There is no HTTP API for scripts, whatever key they show.</summary>
    public bool DisableApi { get; init; }

    /// <summary>Nobody is asked for the token.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Who sends telemetry is not asked for the key.</summary>
    public bool AllowAnonymousOtlp { get; init; }

    /// <summary>Scripts are not asked for the API key.</summary>
    public bool AllowAnonymousApi { get; init; }

    /// <summary>Whose web pages may send telemetry by OTLP over HTTP, with the key; nobody's when empty.</summary>
    public IReadOnlyList<string> OtlpAllowedOrigins { get; init; } = [];

    /// <summary>Headers that such a page may send beside those that OTLP needs.</summary>
    public IReadOnlyList<string> OtlpAllowedHeaders { get; init; } = [];

    public bool DisableResourceGraph { get; init; }

    public bool DisableImport { get; init; }

    public TelemetryLimits Limits { get; init; } = new();

    /// <summary>A JSON file that declares the overview page; the page is not there without it.</summary>
    public string? OverviewFile { get; init; }

    /// <summary>Serves the pages' files from this folder instead of the assembly, so that a change shows at the next reload.</summary>
    public string? AssetsFolder { get; init; }

    public Uri LoginUrl => new(FrontendUrls[0], AllowAnonymous ? "/" : $"/login?t={BrowserToken}");
}

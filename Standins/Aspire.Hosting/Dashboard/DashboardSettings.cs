using Aspire.Dashboard;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;
using Aspire.Hosting.Processes;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Reads Aspire's settings of the dashboard: addresses, token and keys, and limits.</summary>
internal static class DashboardSettings
{
    private const string DefaultFrontend = "http://localhost:18888";
    private const string DefaultOtlp = "http://localhost:18889";

    /// <returns>Null when nobody asked for a dashboard: there is no address, and none without TLS is allowed.</returns>
    /// <exception cref="DistributedApplicationException">An address cannot be used.</exception>
    public static DashboardOptions? Read(IConfiguration configuration, AppHostSettings settings)
    {
        var urls = configuration["ASPNETCORE_URLS"];
        var allowsPlain = Flag(configuration, "ASPIRE_ALLOW_UNSECURED_TRANSPORT") || settings.AllowsUnsecuredTransport;
        if (string.IsNullOrWhiteSpace(urls) && !allowsPlain)
        {
            return null;
        }
        var frontend = Frontend(urls, settings.RandomizePorts);
        var (grpc, http) = (Named(configuration, "OTLP_ENDPOINT_URL"), Named(configuration, "OTLP_HTTP_ENDPOINT_URL"));
        grpc ??= http is null ? DefaultOtlp : null;
        var options = new DashboardOptions
        {
            ApplicationName = settings.Name,
            FrontendUrls = frontend,
            OtlpGrpcUrl = Address(grpc, settings.RandomizePorts),
            OtlpHttpUrl = Address(http, settings.RandomizePorts),
            BrowserToken = Named(configuration, "FRONTEND_BROWSERTOKEN") ?? configuration["AppHost:BrowserToken"] ?? Secrets.Create(),
            OtlpApiKey = configuration["AppHost:OtlpApiKey"] is { Length: > 0 } key ? key : Secrets.Create(),
            ApiKey = configuration["AppHost:DashboardApiKey"] is { Length: > 0 } apiKey ? apiKey : Secrets.Create(),
            AllowAnonymous = Flag(configuration, "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS") || Flag(configuration, "DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"),
            Limits = Limits(configuration),
            OverviewFile = Path.Combine(settings.Directory, "dashboard.json"),
            AssetsFolder = configuration["AppHost:DashboardAssets"],
        };
        foreach (var url in Addresses(options).Where(url => url.Scheme != Uri.UriSchemeHttps && !allowsPlain))
        {
            throw new DistributedApplicationException($"{url} is not https; allow that with ASPIRE_ALLOW_UNSECURED_TRANSPORT=true.");
        }
        return options;
    }

    public static IEnumerable<Uri> Addresses(DashboardOptions options) =>
        [.. options.FrontendUrls, .. new[] { options.OtlpGrpcUrl, options.OtlpHttpUrl }.OfType<Uri>()];

    private static Uri[] Frontend(string? urls, bool randomize)
    {
        var texts = (string.IsNullOrWhiteSpace(urls) ? DefaultFrontend : urls).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. texts.Select(text => Address(text, randomize)!)];
    }

    private static Uri? Address(string? text, bool randomize)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        // Kestrel's wildcards are no hosts of an address.
        if (!Uri.TryCreate(text.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var url) || !url.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            throw new DistributedApplicationException($"'{text}' is not an address such as http://localhost:15080.");
        }
        return randomize || url.Port == 0 ? new UriBuilder(url) { Port = LoopbackPorts.Take() }.Uri : url;
    }

    private static TelemetryLimits Limits(IConfiguration configuration)
    {
        var limits = new TelemetryLimits();
        configuration.GetSection("Dashboard:TelemetryLimits").Bind(limits);
        limits.MaxConsoleLogCount = configuration.GetValue("Dashboard:Frontend:MaxConsoleLogCount", limits.MaxConsoleLogCount);
        return limits;
    }

    private static string? Named(IConfiguration configuration, string name) =>
        configuration[$"ASPIRE_DASHBOARD_{name}"] is { Length: > 0 } value ? value : configuration[$"DOTNET_DASHBOARD_{name}"] is { Length: > 0 } old ? old : null;

    private static bool Flag(IConfiguration configuration, string name) => string.Equals(configuration[name], "true", StringComparison.OrdinalIgnoreCase) || configuration[name] == "1";
}

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
        var isOpen = Flag(configuration, "ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS") || Flag(configuration, "DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS");
        var options = new DashboardOptions
        {
            ApplicationName = settings.Name,
            FrontendUrls = frontend,
            OtlpGrpcUrl = Address(grpc, settings.RandomizePorts),
            OtlpHttpUrl = Address(http, settings.RandomizePorts),
            BrowserToken = Named(configuration, "FRONTEND_BROWSERTOKEN") ?? First(configuration, "AppHost:BrowserToken", "Dashboard:Frontend:BrowserToken") ?? Secrets.Create(),
            OtlpApiKey = First(configuration, "AppHost:OtlpApiKey", "Dashboard:Otlp:PrimaryApiKey") ?? Secrets.Create(),
            SecondaryOtlpApiKey = First(configuration, "Dashboard:Otlp:SecondaryApiKey"),
            ApiKey = First(configuration, "AppHost:DashboardApiKey", "Dashboard:Api:PrimaryApiKey") ?? Secrets.Create(),
            SecondaryApiKey = First(configuration, "Dashboard:Api:SecondaryApiKey"),
            DisableApi = Flag(configuration, "Dashboard:Api:Disabled"),
            AllowAnonymous = isOpen || IsUnsecured(configuration, "Frontend", "BrowserToken"),
            AllowAnonymousOtlp = isOpen || IsUnsecured(configuration, "Otlp", "ApiKey"),
            AllowAnonymousApi = isOpen || IsUnsecured(configuration, "Api", "ApiKey"),
            OtlpAllowedOrigins = Origins(Named(configuration, "CORS_ALLOWED_ORIGINS") ?? configuration["Dashboard:Otlp:Cors:AllowedOrigins"]),
            OtlpAllowedHeaders = List(configuration["Dashboard:Otlp:Cors:AllowedHeaders"]),
            DisableResourceGraph = Flag(configuration, "Dashboard:UI:DisableResourceGraph"),
            DisableImport = Flag(configuration, "Dashboard:UI:DisableImport"),
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

    // Of the modes that Aspire knows, the one with a secret and the open one; any other must not become an open one by mistake.
    private static bool IsUnsecured(IConfiguration configuration, string part, string secured)
    {
        var name = $"Dashboard:{part}:AuthMode";
        var mode = First(configuration, name) ?? secured;
        return mode.Equals("Unsecured", StringComparison.OrdinalIgnoreCase)
            || (mode.Equals(secured, StringComparison.OrdinalIgnoreCase) ? false : throw new DistributedApplicationException($"{name} is {secured} or Unsecured, not '{mode}'."));
    }

    private static string[] Origins(string? text)
    {
        var origins = List(text);
        return Array.Find(origins, origin => origin != "*" && !origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) is { } wrong
            ? throw new DistributedApplicationException($"'{wrong}' is not an origin such as http://localhost:5173.")
            : [.. origins.Select(origin => origin.TrimEnd('/'))];
    }

    private static string[] List(string? text) => (text ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? First(IConfiguration configuration, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (configuration[name] is { Length: > 0 } value)
            {
                return value;
            }
        }
        return null;
    }

    private static string? Named(IConfiguration configuration, string name) =>
        configuration[$"ASPIRE_DASHBOARD_{name}"] is { Length: > 0 } value ? value : configuration[$"DOTNET_DASHBOARD_{name}"] is { Length: > 0 } old ? old : null;

    private static bool Flag(IConfiguration configuration, string name) => string.Equals(configuration[name], "true", StringComparison.OrdinalIgnoreCase) || configuration[name] == "1";
}

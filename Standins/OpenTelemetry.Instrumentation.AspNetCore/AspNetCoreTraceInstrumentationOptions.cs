using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace OpenTelemetry.Instrumentation.AspNetCore;

public class AspNetCoreTraceInstrumentationOptions
{
    /// <summary>Whether a request is collected; one for which it answers false, or throws, is not.</summary>
    public Func<HttpContext, bool>? Filter { get; set; }

    /// <summary>Runs when the request has come in, on spans that are recorded.</summary>
    public Action<Activity, HttpRequest>? EnrichWithHttpRequest { get; set; }

    /// <summary>Runs when the response is through; the defaults are set by then.</summary>
    public Action<Activity, HttpResponse>? EnrichWithHttpResponse { get; set; }

    /// <summary>Runs on an exception that no middleware handled, before <see cref="EnrichWithHttpResponse"/>.</summary>
    public Action<Activity, Exception>? EnrichWithException { get; set; }

    /// <summary>Whether an unhandled exception becomes an event of the span. Default: no.</summary>
    public bool RecordException { get; set; }

    /// <summary>Set by OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION, in the environment or the configuration.</summary>
    internal bool EnableGrpcAspNetCoreSupport { get; set; }

    /// <summary>Set by OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION.</summary>
    internal bool DisableUrlQueryRedaction { get; set; }

    internal void ReadSwitches(IConfiguration configuration)
    {
        EnableGrpcAspNetCoreSupport = IsOn("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION");
        DisableUrlQueryRedaction = IsOn("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION");

        bool IsOn(string key) => bool.TryParse(configuration[key], out var on) && on;
    }
}

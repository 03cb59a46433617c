using Microsoft.AspNetCore.Http;

namespace Aspire.Dashboard.Security;

/// <summary>Who may send telemetry: who has the key.</summary>
internal sealed class OtlpAccess(DashboardOptions options)
{
    public const string Header = "x-otlp-api-key";

    public bool IsAllowed(HttpRequest request) => options.AllowAnonymousOtlp || Secrets.Matches(options.OtlpApiKey, options.SecondaryOtlpApiKey, request.Headers[Header]);
}

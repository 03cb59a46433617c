using Aspire.Dashboard.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Aspire.Dashboard.Otlp;

/// <summary>
/// Lets web pages of named origins send telemetry. A browser asks first, without the key, and is told whether the page may; what the
/// page then sends needs the key like anybody else's. Where no origin is named, no page is told anything.
/// </summary>
internal static class OtlpCors
{
    private const string Any = "*";

    private static readonly TimeSpan AnswerHolds = TimeSpan.FromMinutes(10);

    // Without these no page could send OTLP at all.
    private static readonly string[] Needed = ["content-type", OtlpAccess.Header, "x-requested-with"];

    public static void Use(IApplicationBuilder branch, DashboardOptions options)
    {
        if (options.OtlpAllowedOrigins.Count == 0)
        {
            return;
        }
        branch.UseCors(policy =>
        {
            // No cookies: the key is the only credential, and the page must have it.
            policy.WithOrigins([.. options.OtlpAllowedOrigins]).SetIsOriginAllowedToAllowWildcardSubdomains().WithMethods(HttpMethods.Post).SetPreflightMaxAge(AnswerHolds);
            if (options.OtlpAllowedOrigins.Contains(Any))
            {
                policy.AllowAnyOrigin();
            }
            if (options.OtlpAllowedHeaders.Contains(Any))
            {
                policy.AllowAnyHeader();
            }
            else
            {
                policy.WithHeaders([.. Needed, .. options.OtlpAllowedHeaders]);
            }
        });
    }
}

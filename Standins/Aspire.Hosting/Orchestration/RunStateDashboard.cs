namespace Aspire.Hosting.Orchestration;

/// <param name="Url">Where a browser opens it.</param>
/// <param name="LoginUrl">The same with the token.</param>
/// <param name="ApiKey">For the header x-api-key of its HTTP API.</param>
/// <param name="OtlpUrl">Where it takes telemetry over gRPC.</param>
/// <param name="OtlpHttpUrl">Where it takes telemetry over HTTP.</param>
/// <param name="OtlpApiKey">For the header x-otlp-api-key of telemetry.</param>
internal sealed record RunStateDashboard(Uri Url, Uri LoginUrl, string ApiKey, Uri? OtlpUrl, Uri? OtlpHttpUrl, string OtlpApiKey);

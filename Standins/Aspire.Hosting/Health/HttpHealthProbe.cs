using System.Globalization;
using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Health;

/// <summary>Makes the HTTP health checks, over HTTP/2 without TLS where the endpoint speaks nothing else.</summary>
internal sealed class HttpHealthProbe : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // A new connection for every check: a kept one would not notice that nobody listens any more.
    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero, UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout,
    };

    public IHealthCheck CheckOf(HttpHealthCheckAnnotation check) => new Check(this, check);

    public Task<HealthCheckResult> ProbeAsync(HttpHealthCheckAnnotation check, int port, CancellationToken cancellationToken)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"{check.Endpoint.Scheme}://{check.Endpoint.Host}:{port}");
        return ProbeAsync(new Uri(new Uri(url), check.Path), check, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HealthCheckResult> ProbeAsync(Uri uri, HttpHealthCheckAnnotation check, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (check.Endpoint.EndpointAnnotation.Transport == "http2" && check.Endpoint.IsHttp)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode == check.StatusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{uri} answered {(int)response.StatusCode}, expected {check.StatusCode}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"{uri} does not answer: {exception.Message}");
        }
    }

    private sealed class Check(HttpHealthProbe probe, HttpHealthCheckAnnotation check) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            check.Endpoint.IsAllocated
                ? await probe.ProbeAsync(check, check.Endpoint.Port, cancellationToken)
                : HealthCheckResult.Unhealthy($"The endpoint '{check.Endpoint.EndpointName}' is not allocated yet.");
    }
}

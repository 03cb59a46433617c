using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Aspire.Dashboard.Otlp;
using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;

namespace Standins.Tests.Aspire.Dashboard;

public sealed class OtlpRefusalTests
{
    private static readonly string[] Paths = ["opentelemetry.proto.collector.trace.v1.TraceService", "opentelemetry.proto.collector.logs.v1.LogsService", "opentelemetry.proto.collector.metrics.v1.MetricsService"];

    // resource_spans { resource { attributes { key: "service.name" value { string_value: "a" } } } scope_spans { spans { ids, name } } }
    private static readonly byte[] OneSpan = Convert.FromHexString(
        "0A50" + "0A17" + "0A15" + "0A0C736572766963652E6E616D65" + "1205" + "0A0361626B" + "1235" + "1233" + "0A100102030405060708090A0B0C0D0E0F10" + "12080102030405060708" + "2A046E616D65" + "300239010000000000000041020000000000");

    [Theory]
    [InlineData(null)]
    [InlineData("another")]
    public async Task Grpc_WithoutTheKey_IsUnauthenticated(string? key)
    {
        await using var dashboard = await TestDashboard.StartAsync();
        foreach (var service in Paths)
        {
            (await CallAsync(dashboard, service, [], key)).Status.ShouldBe("16");
        }
        dashboard.Telemetry.Traces.Count.Spans.ShouldBe(0);
    }

    [Fact]
    public async Task Http_WithoutTheKey_IsUnauthorized()
    {
        await using var dashboard = await TestDashboard.StartAsync();

        (await PostAsync(dashboard, "/v1/traces", [], key: null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("0A05")]
    [InlineData("FF")]
    [InlineData("0AFFFFFFFFFFFFFFFFFFFF01")]
    [InlineData("0A020B01")]
    public async Task Malformed_IsRefusedWithAClearStatus(string hex)
    {
        await using var dashboard = await TestDashboard.StartAsync();
        var body = Convert.FromHexString(hex);

        var (status, message) = await CallAsync(dashboard, Paths[0], body, TestDashboard.OtlpKey);
        var answer = await PostAsync(dashboard, "/v1/traces", body, TestDashboard.OtlpKey);

        status.ShouldBe("3");
        message.ShouldStartWith("This is no OTLP: ");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("This is no OTLP: ");
    }

    [Fact]
    public async Task Grpc_UnknownMethod_IsUnimplemented()
    {
        await using var dashboard = await TestDashboard.StartAsync();

        (await CallAsync(dashboard, "some.Service", [], TestDashboard.OtlpKey)).Status.ShouldBe("12");
    }

    [Fact]
    public async Task Http_OtherContent_IsUnsupported()
    {
        await using var dashboard = await TestDashboard.StartAsync();

        (await PostAsync(dashboard, "/v1/traces", [], TestDashboard.OtlpKey, type: "text/plain")).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Http_TooLargeOnceUnpacked_IsRefused()
    {
        await using var dashboard = await TestDashboard.StartAsync(new TelemetryLimits { MaxRequestSize = 100_000 });
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(new byte[10_000_000]);
        }

        (await PostAsync(dashboard, "/v1/traces", packed.ToArray(), TestDashboard.OtlpKey, encoding: "gzip")).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Frontend_OnTheTelemetryPorts_IsNotThere()
    {
        await using var dashboard = await TestDashboard.StartAsync(anonymous: true);
        using var client = new HttpClient();

        (await client.GetAsync(new Uri(dashboard.Options.OtlpHttpUrl!, "/api/resources"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void Decode_AnyBytes_StoresOrRefusesAndNeverBreaks()
    {
        var intake = new OtlpIntake(new TelemetryStore(new TelemetryLimits()));
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var mutated = OneSpan[..random.Next(OneSpan.Length + 1)];
            for (var change = random.Next(4); change > 0 && mutated.Length > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }
            foreach (var signal in Enum.GetValues<OtlpSignal>())
            {
                try
                {
                    intake.Take(signal, mutated);
                }
                catch (OtlpFormatException)
                {
                    // What it is for.
                }
            }
        }
    }

    [Fact]
    public void Decode_DeeplyNestedValue_IsRefused()
    {
        byte[] value = [0x0A, 0x01, 0x61];
        for (var depth = 0; depth < 60; depth++)
        {
            byte[] entry = [0x0A, .. Length(value), .. value];
            value = [0x2A, .. Length(entry), .. entry];
        }
        byte[] attribute = [0x0A, 0x01, 0x61, 0x12, .. Length(value), .. value];
        byte[] resource = [0x0A, .. Length(attribute), .. attribute];
        byte[] spans = [0x0A, .. Length(resource), .. resource];
        byte[] request = [0x0A, .. Length(spans), .. spans];

        Should.Throw<OtlpFormatException>(() => new OtlpIntake(new TelemetryStore(new TelemetryLimits())).Take(OtlpSignal.Traces, request));
    }

    private static byte[] Length(byte[] content) => content.Length < 0x80 ? [(byte)content.Length] : [(byte)(content.Length | 0x80), (byte)(content.Length >> 7)];

    private static async Task<(string? Status, string Message)> CallAsync(TestDashboard dashboard, string service, byte[] message, string? key)
    {
        using var client = new HttpClient();
        byte[] frame = [0, (byte)(message.Length >> 24), (byte)(message.Length >> 16), (byte)(message.Length >> 8), (byte)message.Length, .. message];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(dashboard.Options.OtlpGrpcUrl!, $"/{service}/Export"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        if (key is not null)
        {
            request.Headers.Add("x-otlp-api-key", key);
        }
        var answer = await client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        var headers = answer.Headers.Contains("grpc-status") ? answer.Headers : answer.TrailingHeaders;
        return (headers.GetValues("grpc-status").Single(), Uri.UnescapeDataString(headers.TryGetValues("grpc-message", out var text) ? text.Single() : ""));
    }

    private static async Task<HttpResponseMessage> PostAsync(TestDashboard dashboard, string path, byte[] body, string? key, string type = "application/x-protobuf", string? encoding = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(dashboard.Options.OtlpHttpUrl!, path)) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } } };
        if (key is not null)
        {
            request.Headers.Add("x-otlp-api-key", key);
        }
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }
        return await client.SendAsync(request);
    }
}

using System.IO.Compression;
using System.Net;
using System.Text;

namespace Standins.Tests.Aspire.Dashboard;

/// <summary>What one dashboard exports, another one shows.</summary>
public sealed class TelemetryFilesTests
{
    private const string Spans = """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]},"scopeSpans":[{"spans":[{
          "traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708","name":"GET","startTimeUnixNano":"7","endTimeUnixNano":"9","attributes":[{"key":"n","value":{"intValue":"7"}}]}]}]}]}
        """;

    private const string Logs = """
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"order"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"9","severityNumber":9,"body":{"stringValue":"a message"}}]}]}]}
        """;

    [Fact]
    public async Task Export_ImportedElsewhere_IsTheSame()
    {
        await using var here = await TestDashboard.StartAsync();
        await using var elsewhere = await TestDashboard.StartAsync();
        (await ImportAsync(here, Encoding.UTF8.GetBytes(Spans))).ShouldBe(HttpStatusCode.OK);
        (await ImportAsync(here, Encoding.UTF8.GetBytes(Logs))).ShouldBe(HttpStatusCode.OK);
        here.Console.Write("order", "a line", isError: false);
        using var browser = await here.BrowserAsync(isLoggedIn: true);

        var zip = await browser.GetByteArrayAsync("/api/telemetry/export");
        (await ImportAsync(elsewhere, zip)).ShouldBe(HttpStatusCode.OK);

        using var archive = new ZipArchive(new MemoryStream(zip));
        archive.Entries.Select(entry => entry.FullName).ShouldBe(["traces.json", "structuredlogs.json", "consolelogs/order.txt"]);
        var span = elsewhere.Telemetry.Traces.Spans(10, _ => true).Single();
        (span.Name, span.Resource.Name, span.Start, span.Attributes.Single().Value.ToString()).ShouldBe(("GET", "web", 7L, "7"));
        elsewhere.Telemetry.Logs.Query(0, 10, _ => true).Entries.Single().Message.ShouldBe("a message");
    }

    [Fact]
    public async Task Export_OfAResourceAndASignal_IsOnlyThat()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        await ImportAsync(dashboard, Encoding.UTF8.GetBytes(Spans));
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);

        using var archive = new ZipArchive(await browser.GetStreamAsync("/api/telemetry/export?signal=traces&resource=order"));

        using var reader = new StreamReader(archive.Entries.ShouldHaveSingleItem().Open());
        (await reader.ReadToEndAsync()).ShouldBe("""{"resourceSpans":[]}""");
    }

    [Theory]
    [InlineData("no telemetry")]
    [InlineData("""{"resourceSpans":7}""")]
    [InlineData("PK broken")]
    public async Task Import_OfSomethingElse_IsRefused(string content)
    {
        await using var dashboard = await TestDashboard.StartAsync();

        (await ImportAsync(dashboard, Encoding.UTF8.GetBytes(content))).ShouldBe(HttpStatusCode.BadRequest);
        dashboard.Telemetry.Traces.Count.Spans.ShouldBe(0);
    }

    [Fact]
    public async Task ExportAndImport_WithTheApiKeyAlone_AreUnauthorized()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var script = dashboard.Script();

        (await script.GetAsync("/api/telemetry/export")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await script.PostAsync("/api/telemetry/import", content: null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpStatusCode> ImportAsync(TestDashboard dashboard, byte[] content)
    {
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);
        browser.DefaultRequestHeaders.Add("x-dashboard-request", "1");
        using var answer = await browser.PostAsync("/api/telemetry/import", new ByteArrayContent(content));
        return answer.StatusCode;
    }
}

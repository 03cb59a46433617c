using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Shop.Tests.Browser;

/// <summary>10,000 spans a second, and somebody who uses the pages meanwhile.</summary>
[Collection(BrowserCollection.Name)]
public sealed class BurstTests(BrowserFixture fixture, ITestOutputHelper output)
{
    private const int Rate = 10_000;
    private const long MostMemory = 1_500_000_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable(BurstFactAttribute.Variable) ?? "0", CultureInfo.InvariantCulture));

    private readonly Dictionary<string, List<double>> _times = [];

    [BurstFact]
    public async Task Pages_WhileSpansPourIn_StayUsableAndMemoryIsBounded()
    {
        await using var dashboard = await fixture.OpenAsync();
        var (endpoint, key) = fixture.Shop.Telemetry;
        var before = fixture.Shop.Memory;
        var most = before;
        await using (var burst = new SpanBurst(endpoint, key, Rate))
        {
            var watch = Stopwatch.StartNew();
            do
            {
                await UseAsync(dashboard);
                most = Math.Max(most, fixture.Shop.Memory);
            }
            while (watch.Elapsed < Duration);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{burst.Sent} spans, {burst.PerSecond:0} a second, {watch.Elapsed.TotalSeconds:0} s"));
            burst.Sent.ShouldBeGreaterThan(0);
        }

        foreach (var (what, times) in _times)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: median {times.Order().ElementAt(times.Count / 2):0} ms, most {times.Max():0} ms of {times.Count}"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the AppHost's memory: {before / 1e6:0} MB before, {most / 1e6:0} MB at most, {fixture.Shop.Memory / 1e6:0} MB after"));
        most.ShouldBeLessThan(MostMemory);
        dashboard.Complaints.ShouldBeEmpty();
    }

    // What a developer does: goes to the traces, looks for some, opens one, and goes on to the other pages.
    private async Task UseAsync(DashboardPage dashboard)
    {
        var page = dashboard.Page;
        await TimeAsync("open the traces", async () =>
        {
            await dashboard.GoAsync("/traces");
            await page.Locator(".grid-row", new() { HasText = "POST /checkout" }).First.WaitForAsync();
        });
        await TimeAsync("search the traces", async () =>
        {
            await page.Locator("[data-search]").FillAsync("nothing has this name");
            await page.GetByText("No trace matches").WaitForAsync();
        });
        await TimeAsync("clear the search", async () =>
        {
            await page.Locator("[data-search]").FillAsync("step 7");
            await page.Locator(".grid-row", new() { HasText = "POST /checkout" }).First.WaitForAsync();
        });
        // Hundreds of rows a second move down under the pointer: whoever wants one of them lets the list stand still.
        await TimeAsync("pause, and open a trace", async () =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
            await page.Locator(".grid-row a").First.ClickAsync();
            await page.Locator(".span-name").First.WaitForAsync();
        });
        await TimeAsync("open the resources", async () =>
        {
            await dashboard.GoAsync("/");
            await dashboard.Row("order").WaitForAsync();
        });
        await TimeAsync("open a chart", async () =>
        {
            await dashboard.GoAsync("/metrics/resource/order/meter/Shop.Messaging/instrument/shop.outbox.rows");
            await page.Locator(".legend button").First.WaitForAsync();
        });
    }

    private async Task TimeAsync(string what, Func<Task> action)
    {
        var watch = Stopwatch.StartNew();
        await action();
        (_times.TryGetValue(what, out var times) ? times : _times[what] = []).Add(watch.Elapsed.TotalMilliseconds);
    }
}

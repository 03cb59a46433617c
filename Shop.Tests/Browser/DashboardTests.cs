using Microsoft.Playwright;
using Shop.Load.Smoke;

namespace Shop.Tests.Browser;

[Collection(BrowserCollection.Name)]
public sealed class DashboardTests(BrowserFixture fixture)
{
    private static readonly TimeSpan OrderLimit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Walk_WhileAnOrderGoesThrough_FindsItsTraceItsLogsAndItsMetrics()
    {
        await using var dashboard = await fixture.OpenAsync();
        var page = dashboard.Page;
        await dashboard.GoAsync("/traces");

        (await SmokeRun.ExecuteAsync(fixture.Shop.Gateway, OrderLimit, TextWriter.Null, CancellationToken.None)).ShouldBe(0);

        var trace = page.Locator(".grid-row", new() { HasText = "PlaceOrder" }).First;
        await trace.WaitForAsync();
        await dashboard.PictureAsync("traces-light");
        await trace.Locator("a").First.ClickAsync();
        // From the gateway to the database, and through the messages.
        foreach (var resource in (string[])["gateway", "order", "cart", "inventory", "payment"])
        {
            await page.Locator(".span-resource", new() { HasText = resource }).First.WaitForAsync();
        }
        await page.Locator(".peer", new() { HasText = "orderdb" }).First.WaitForAsync();
        await page.Locator(".span-name .text", new() { HasText = "process " }).First.WaitForAsync();
        await page.Locator(".span-name").Nth(2).ClickAsync();
        await page.Locator("aside.details").GetByText("Attributes").First.WaitForAsync();
        await dashboard.PictureAsync("trace-light");

        await dashboard.GoAsync("/structuredlogs");
        await page.Locator(".grid-row").First.WaitForAsync();
        await dashboard.GoAsync("/metrics/resource/order/meter/Shop.Order/instrument/shop.order.entered");
        await page.Locator(".legend button").First.WaitForAsync();
        await dashboard.GoAsync("/consolelogs/resource/order");
        await page.Locator(".line").First.WaitForAsync();
        await dashboard.GoAsync("/overview");
        await page.Locator(".tile:not(.idle)").First.WaitForAsync();

        dashboard.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_StopAndStart_IsSeenInTheTable()
    {
        await using var dashboard = await fixture.OpenAsync();
        await dashboard.GoAsync("/");
        await dashboard.WhenStateAsync("cart", "Running");

        await dashboard.Row("cart").Locator("[data-command=stop]").ClickAsync();
        await dashboard.WhenStateAsync("cart", "Exited");
        await dashboard.Row("cart").Locator("[data-command=start]").ClickAsync();
        await dashboard.WhenStateAsync("cart", "Running");
        await Assertions.Expect(dashboard.Row("cart").Locator(".dot.ok")).ToBeVisibleAsync(new() { Timeout = 60_000 });

        dashboard.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("resources", "/?resource=order")]
    [InlineData("graph", "/?view=graph")]
    [InlineData("parameters", "/?view=parameters")]
    [InlineData("console", "/consolelogs")]
    [InlineData("logs", "/structuredlogs")]
    [InlineData("traces", "/traces")]
    [InlineData("metrics", "/metrics/resource/gateway")]
    [InlineData("overview", "/overview")]
    public async Task Page_InBothThemes_HasNoSeriousFaultAndNoComplaint(string name, string path)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var dashboard = await fixture.OpenAsync(scheme);
            await dashboard.GoAsync(path);
            await Assertions.Expect(dashboard.Page.Locator(".connection")).ToHaveTextAsync("Live");

            (await dashboard.SeriousFaultsAsync()).ShouldBeEmpty();
            dashboard.Complaints.ShouldBeEmpty();
            await dashboard.PictureAsync($"{name}-{scheme.ToString().ToLowerInvariant()}");
        }
    }

    [Fact]
    public async Task Filter_OfTheResources_ByKeyboard()
    {
        await using var dashboard = await fixture.OpenAsync();
        await dashboard.GoAsync("/");
        await dashboard.WhenStateAsync("order", "Running");

        await dashboard.Page.Keyboard.PressAsync("/");
        await dashboard.Page.Keyboard.TypeAsync("inventory");
        await Assertions.Expect(dashboard.Row("order")).ToHaveCountAsync(0);
        await dashboard.Page.Locator(".grid").FocusAsync();
        await dashboard.Page.Keyboard.PressAsync("ArrowDown");

        await Assertions.Expect(dashboard.Page.Locator("aside.details")).ToBeVisibleAsync();
        await dashboard.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dashboard.Page.Locator("aside.details")).ToBeHiddenAsync();
    }
}

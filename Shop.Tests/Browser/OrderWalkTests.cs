using System.Globalization;
using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>A developer looks for one order in everything that was told of it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OrderWalkTests(BrowserFixture fixture)
{
    private const string Entered = "/metrics/resource/order/meter/Shop.Order/instrument/shop.order.entered?show=value&groupBy=shop.order.state";

    [Fact]
    public async Task Metrics_WhileAnOrderGoesThrough_CountIt()
    {
        await using var dashboard = await fixture.OpenAsync();
        await dashboard.GoAsync(Entered);
        var confirmed = dashboard.Page.Locator(".legend button", new() { HasText = "Confirmed" }).Locator("strong");
        await confirmed.SeeAsync();
        var before = int.Parse(await confirmed.InnerTextAsync(), CultureInfo.InvariantCulture);

        await fixture.OrderAsync();

        await Assertions.Expect(confirmed).ToHaveTextAsync((before + 1).ToString(CultureInfo.InvariantCulture), new() { Timeout = DashboardPage.Patience });
        dashboard.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Exemplar_OfTheSlowestRequest_LeadsToItsTrace()
    {
        await using var dashboard = await fixture.OpenAsync();
        await dashboard.GoAsync("/metrics/resource/gateway/meter/Microsoft.AspNetCore.Hosting/instrument/http.server.request.duration?duration=3600");
        await dashboard.Page.GetByText("Exemplars (").ClickAsync();
        var slowest = dashboard.Page.Locator("dialog .text-button").First;
        var trace = await slowest.InnerTextAsync();

        await slowest.ClickAsync();

        await Assertions.Expect(dashboard.Page.Locator(".trace-head .mono")).ToContainTextAsync(trace);
        await dashboard.Page.Locator(".span-resource", new() { HasText = "gateway" }).SeeAsync();
        dashboard.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Order_ByItsNumber_IsFoundInLogsConsoleAndTrace()
    {
        await using var dashboard = await fixture.OpenAsync();
        var page = dashboard.Page;
        var rows = page.Locator(".grid-row");
        await dashboard.GoAsync("/structuredlogs");

        var number = await fixture.OrderAsync();

        await dashboard.Button("Add filter").ClickAsync();
        await page.GetByLabel("Field").FillAsync("Number");
        await page.GetByLabel("Condition").SelectOptionAsync("=");
        await page.GetByLabel("Value").FillAsync(number);
        await page.Keyboard.PressAsync("Enter");
        await rows.Filter(new() { HasText = $"Order {number} is AwaitingPayment" }).SeeAsync();
        await rows.Filter(new() { HasText = $"Order {number} is Confirmed" }).SeeAsync();
        await rows.Filter(new() { HasNotText = number }).SeeNoneAsync();

        await rows.First.ClickAsync();
        await page.Locator("aside .facts dd", new() { HasText = number }).SeeAsync();
        await page.Locator("aside a[href^='/traces/detail/']").ClickAsync();
        await SeeTheWholeOrderAsync(dashboard);

        await page.GetByRole(AriaRole.Link, new() { Name = "Logs", Exact = true }).ClickAsync();
        await rows.Filter(new() { HasText = $"Order {number} is Confirmed" }).SeeAsync();

        await dashboard.GoAsync($"/consolelogs/resource/order?text={number}");
        await page.Locator(".line", new() { HasText = $"Order {number} is Confirmed" }).SeeAsync();
        dashboard.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Traces_WhileAnOrderGoesThrough_ShowItAtTheTop()
    {
        await using var dashboard = await fixture.OpenAsync();
        await dashboard.GoAsync("/traces?text=PlaceOrder");
        var newest = dashboard.Page.Locator(".grid-row a").First;
        await newest.SeeAsync();
        var before = (await newest.GetAttributeAsync("href"))!;

        await fixture.OrderAsync();

        await Assertions.Expect(newest).Not.ToHaveAttributeAsync("href", before, new() { Timeout = DashboardPage.Patience });
        await newest.ClickAsync();
        await SeeTheWholeOrderAsync(dashboard);
        dashboard.Complaints.ShouldBeEmpty();
    }

    // From the gateway to the databases, and through the messages.
    private static async Task SeeTheWholeOrderAsync(DashboardPage dashboard)
    {
        foreach (var resource in (string[])["gateway", "order", "cart", "inventory", "payment"])
        {
            await dashboard.Page.Locator(".span-resource", new() { HasText = resource }).SeeAsync();
        }

        foreach (var peer in (string[])["orderdb", "inventorydb", "redis", "rabbitmq"])
        {
            await dashboard.Page.Locator(".peer", new() { HasText = peer }).SeeAsync();
        }

        await dashboard.Page.Locator(".span-name .text", new() { HasText = "process " }).SeeAsync();
        await dashboard.Page.Locator(".log-dot").SeeAsync();
    }
}

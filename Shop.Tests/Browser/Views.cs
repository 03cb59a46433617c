using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>Every page of the dashboard, and everything that opens on one.</summary>
internal static class Views
{
    private const string Nothing = "nothing-has-this-text";

    // An hour, however long ago the order was that the tests begin with.
    private const string Requests = "/metrics/resource/gateway/meter/Microsoft.AspNetCore.Hosting/instrument/http.server.request.duration?duration=3600";

    public static IReadOnlyDictionary<string, View> All { get; } = new Dictionary<string, View>
    {
        ["login"] = new("/login", d => d.Page.GetByLabel("Token").SeeAsync(), IsLoggedIn: false),
        ["login-wrong"] = new("/login", LogInWronglyAsync, IsLoggedIn: false),
        ["resources"] = new("/", d => d.Row("order").SeeAsync()),
        ["resource-details"] = new("/?resource=order", d => d.Page.Locator("aside .health").SeeAsync()),
        ["resource-details-below"] = new("/?resource=order", d => ClickAsync(d, d.Button("Show below the list"), ".details-host.below .health")),
        ["resource-environment"] = new("/?resource=order", OpenEnvironmentAsync),
        ["resource-menu"] = new("/", d => ClickAsync(d, d.Row("order").Locator("[aria-haspopup=menu]"), ".menu")),
        ["resource-json"] = new("/", ViewJsonAsync),
        ["resources-empty"] = new($"/?text={Nothing}", d => d.Page.GetByText("No resource matches").SeeAsync()),
        ["graph"] = new("/?view=graph", d => d.Page.Locator(".node[data-name=order]").SeeAsync()),
        ["graph-details"] = new("/?view=graph&resource=order", d => d.Page.Locator("aside .health").SeeAsync()),
        ["parameters"] = new("/?view=parameters", d => d.Button("Set admin-email").SeeAsync()),
        ["parameter-set"] = new("/?view=parameters", d => ClickAsync(d, d.Button("Set admin-email"), "dialog[open]")),
        ["overview"] = new("/overview?duration=3600", d => d.Page.Locator(".tile:not(.idle)").SeeAsync()),
        ["console"] = new("/consolelogs", d => d.Page.Locator(".line").SeeAsync()),
        ["console-wrapped"] = new("/consolelogs/resource/order", d => ClickAsync(d, d.Button("Wrap"), ".console-flow .line")),
        ["console-empty"] = new($"/consolelogs?text={Nothing}", d => d.Page.GetByText("No line matches").SeeAsync()),
        ["logs"] = new("/structuredlogs", d => d.Page.Locator(".grid-row").SeeAsync()),
        ["log-details"] = new("/structuredlogs?text=is+Confirmed", d => ClickAsync(d, d.Page.Locator(".grid-row").First, "aside [data-name=Context]")),
        ["log-filters"] = new("""/structuredlogs?filters=[["Number","exists","",0],["level","=","Information",1]]""", d => d.Page.Locator(".chip").SeeAsync()),
        ["log-filter"] = new("/structuredlogs", d => ClickAsync(d, d.Button("Add filter"), "dialog[open] datalist option", WaitForSelectorState.Attached)),
        ["logs-empty"] = new($"/structuredlogs?text={Nothing}", d => d.Page.GetByText("No log entry matches").SeeAsync()),
        ["traces"] = new("/traces", d => d.Page.Locator(".grid-row").SeeAsync()),
        ["traces-empty"] = new($"/traces?text={Nothing}", d => d.Page.GetByText("No trace matches").SeeAsync()),
        ["trace"] = new("/traces?text=PlaceOrder", OpenTraceAsync),
        ["trace-span"] = new("/traces?text=PlaceOrder", OpenSpanAsync),
        ["trace-gone"] = new("/traces/detail/00000000000000000000000000000001", d => d.Page.GetByText("This trace is not here").SeeAsync()),
        ["metrics"] = new("/metrics/resource/order", d => d.Page.GetByText("Choose an instrument").SeeAsync()),
        ["metric-counter"] = new("/metrics/resource/order/meter/Shop.Order/instrument/shop.order.entered?duration=3600&groupBy=shop.order.state", d => d.Page.Locator(".legend button").SeeAsync()),
        ["metric-histogram"] = new(Requests, d => d.Page.Locator(".exemplar").SeeAsync()),
        ["metric-dimension"] = new(Requests, d => ClickAsync(d, d.Page.Locator(".many summary").First, ".many-list label")),
        ["metric-exemplars"] = new(Requests, d => ClickAsync(d, d.Page.GetByText("Exemplars ("), "dialog[open] .exemplars")),
        ["metric-table"] = new($"{Requests}&view=table", d => d.Page.Locator(".metric-table td").SeeAsync()),
        ["settings"] = new("/", d => ClickAsync(d, d.Button("Settings"), "dialog[open]")),
        ["notifications"] = new("/", d => ClickAsync(d, d.Button("Notifications"), "dialog[open]")),
        ["help"] = new("/", d => ClickAsync(d, d.Button("Keyboard shortcuts"), "dialog[open] kbd")),
        ["not-found"] = new("/no/such/page", d => d.Page.GetByText("There is no such page").SeeAsync()),
    };

    public static async Task OpenTraceAsync(DashboardPage dashboard)
    {
        await dashboard.Page.Locator(".grid-row", new() { HasText = "PlaceOrder" }).First.Locator("a").First.ClickAsync();
        await dashboard.Page.Locator(".peer", new() { HasText = "orderdb" }).SeeAsync();
    }

    private static async Task OpenSpanAsync(DashboardPage dashboard)
    {
        await OpenTraceAsync(dashboard);
        await ClickAsync(dashboard, dashboard.Page.Locator(".span-name").Nth(2), "aside [data-name=Attributes]");
    }

    private static async Task OpenEnvironmentAsync(DashboardPage dashboard)
    {
        await ClickAsync(dashboard, dashboard.Page.Locator("[data-name=Environment] summary"), "[data-name=Environment] .secret");
        await dashboard.Page.Locator("[data-name=Environment] .secret").Last.ScrollIntoViewIfNeededAsync();
        // Neither the generated password of the database nor the broker's is to be read before somebody asks.
        (await dashboard.Page.Locator("[data-name=Environment]").InnerTextAsync()).ShouldNotContain("Password=");
        (await dashboard.Page.Locator("[data-name=Environment]").InnerTextAsync()).ShouldNotContain("amqp://");
    }

    private static async Task ViewJsonAsync(DashboardPage dashboard)
    {
        await dashboard.Row("order").Locator("[aria-haspopup=menu]").ClickAsync();
        await ClickAsync(dashboard, dashboard.Page.GetByRole(AriaRole.Menuitem, new() { Name = "View JSON" }), "dialog[open] .text-view");
    }

    private static async Task LogInWronglyAsync(DashboardPage dashboard)
    {
        await dashboard.Page.GetByLabel("Token").FillAsync("not the token");
        await dashboard.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(dashboard.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not the token");
    }

    private static async Task ClickAsync(DashboardPage dashboard, ILocator what, string opened, WaitForSelectorState state = WaitForSelectorState.Visible)
    {
        await what.ClickAsync();
        await dashboard.Page.Locator(opened).First.WaitForAsync(new() { State = state });
    }
}

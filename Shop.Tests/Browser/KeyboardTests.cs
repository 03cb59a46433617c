using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>Everything can be done without a mouse.</summary>
[Collection(BrowserCollection.Name)]
public sealed class KeyboardTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Pages_ByTheirLetters_AreOpened()
    {
        await using var dashboard = await fixture.OpenAsync();
        await dashboard.GoAsync("/");
        foreach (var (key, title) in ((string, string)[])[("o", "Shop overview"), ("c", "Console logs"), ("s", "Structured logs"), ("t", "Traces"), ("m", "Metrics"), ("r", "Resources")])
        {
            await dashboard.Page.Keyboard.PressAsync(key);
            await Assertions.Expect(dashboard.Page.Locator("main h1")).ToHaveTextAsync(title);
        }

        dashboard.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Resources_AreFilteredChosenAndClosed()
    {
        await using var dashboard = await fixture.OpenAsync();
        var keyboard = dashboard.Page.Keyboard;
        await dashboard.GoAsync("/");
        await dashboard.WhenStateAsync("order", "Running");

        await keyboard.PressAsync("/");
        await keyboard.TypeAsync("inventory");
        await dashboard.Row("order").SeeNoneAsync();
        await dashboard.Page.Locator(".grid").FocusAsync();
        await keyboard.PressAsync("ArrowDown");
        await dashboard.Page.Locator("aside.details").SeeAsync();
        await keyboard.PressAsync("Escape");

        await Assertions.Expect(dashboard.Page.Locator("aside.details")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Traces_AreMovedThroughByArrowsAndOpenedByEnter()
    {
        await using var dashboard = await fixture.OpenAsync();
        var keyboard = dashboard.Page.Keyboard;
        await dashboard.GoAsync("/traces?text=PlaceOrder");
        await dashboard.Page.Locator(".grid-row").SeeAsync();

        await dashboard.Page.Locator(".grid").FocusAsync();
        await keyboard.PressAsync("ArrowDown");
        await dashboard.Page.Locator(".grid-row.selected[aria-selected=true]").SeeAsync();
        dashboard.Page.Url.ShouldNotContain("/detail/");
        await keyboard.PressAsync("Enter");
        await dashboard.Page.Locator(".span-name").SeeAsync();
        await dashboard.Page.Locator(".grid").FocusAsync();
        await keyboard.PressAsync("ArrowDown");

        await dashboard.Page.Locator("aside [data-name=Attributes]").SeeAsync();
    }

    [Fact]
    public async Task MenuTabsAndDialogs_AreUsed()
    {
        await using var dashboard = await fixture.OpenAsync();
        var page = dashboard.Page;
        await dashboard.GoAsync("/");
        await dashboard.WhenStateAsync("order", "Running");

        await dashboard.Row("order").Locator("[aria-haspopup=menu]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Menuitem).First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.GetByRole(AriaRole.Menuitem).Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".menu").SeeNoneAsync();

        await page.GetByRole(AriaRole.Tab, new() { Name = "Table" }).FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Locator(".node[data-name=order]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("aside .health").SeeAsync();

        await page.Locator("body").PressAsync("?");
        await page.Locator("dialog[open] kbd").SeeAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("dialog").SeeNoneAsync();
        dashboard.Complaints.ShouldBeEmpty();
    }
}

using System.Globalization;
using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>What a visitor chooses holds on every page at once, and is remembered.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SettingsTests(BrowserFixture fixture)
{
    // Where the visitor is; without summer time.
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(9);

    [Fact]
    public async Task Time_InUtcWithTwelveHours_IsShownEverywhereAtOnceAndRemembered()
    {
        await using var dashboard = await fixture.OpenAsync();
        var page = dashboard.Page;
        var time = page.Locator(".grid-row .number").First;
        await dashboard.GoAsync("/structuredlogs?text=is+Confirmed");
        await time.SeeAsync();
        var local = await TitleAsync(time);

        await page.Keyboard.PressAsync("Shift+S");
        await page.GetByLabel("Time zone").SelectOptionAsync("utc");
        await page.GetByLabel("Clock").SelectOptionAsync("12");
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(time).ToContainTextAsync("M");
        var utc = await TitleAsync(time);
        utc.ShouldEndWith(" UTC");
        Parse(local).ShouldBe(Parse(utc[..^4]) + Ahead);

        await dashboard.GoAsync("/consolelogs/resource/order");
        await Assertions.Expect(page.Locator(".line-time").First).ToContainTextAsync("M");
        dashboard.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task ConsoleText_MadeLarger_IsRemembered()
    {
        await using var dashboard = await fixture.OpenAsync();
        var line = dashboard.Page.Locator(".line-text").First;
        await dashboard.GoAsync("/consolelogs/resource/order");
        await line.SeeAsync();
        var usual = await SizeAsync(dashboard.Page);

        await dashboard.Button("Larger text").ClickAsync();
        var larger = await SizeAsync(dashboard.Page);
        await dashboard.GoAsync("/consolelogs/resource/order");
        await line.SeeAsync();

        larger.ShouldBeGreaterThan(usual);
        (await SizeAsync(dashboard.Page)).ShouldBe(larger);
    }

    private static async Task<string> TitleAsync(ILocator time) => (await time.GetAttributeAsync("title"))!;

    // Found and measured in one turn of the page: the list draws its lines anew whenever some come, and one that is gone has no size.
    private static Task<double> SizeAsync(IPage page) => page.EvaluateAsync<double>("() => parseFloat(getComputedStyle(document.querySelector('.line-text')).fontSize)");

    private static DateTime Parse(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture);
}

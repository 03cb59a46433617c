using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>What holds of everything that the dashboard shows.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ViewTests(BrowserFixture fixture)
{
    private const int Narrow = 900;

    // What a browser says of an answer that is no success: for a wrong token, that is the right answer.
    private const string Refusal = "Failed to load resource: the server responded with a status of 401 (Unauthorized)";

    public static TheoryData<string> Names => [.. Views.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task View_InBothThemesAndNarrow_HasNoSeriousFaultAndNoComplaint(string name)
    {
        var view = Views.All[name];
        await using var dashboard = await fixture.OpenAsync(ColorScheme.Light, view.IsLoggedIn);
        await dashboard.GoAsync(view.Path);
        await view.OpenAsync(dashboard);
        if (view.IsLoggedIn)
        {
            await dashboard.WhenLiveAsync();
        }

        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await dashboard.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await Assertions.Expect(dashboard.Page.Locator("html")).ToHaveAttributeAsync("data-theme", scheme == ColorScheme.Dark ? "dark" : "light");
            (await dashboard.SeriousFaultsAsync(ofColours: scheme == ColorScheme.Dark)).ShouldBeEmpty();
            await dashboard.PictureAsync($"{name}-{scheme.ToString().ToLowerInvariant()}");
        }

        await dashboard.Page.SetViewportSizeAsync(Narrow, 700);
        (await dashboard.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(Narrow);
        await dashboard.PictureAsync($"{name}-narrow");
        dashboard.Complaints.Where(complaint => view.IsLoggedIn || complaint != Refusal).ShouldBeEmpty();
    }
}

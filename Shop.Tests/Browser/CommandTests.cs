using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>Commands, pressed in the table of resources, and what is seen of them there.</summary>
[Collection(BrowserCollection.Name)]
public sealed class CommandTests(BrowserFixture fixture)
{
    // Keeps every state of a resource that the table shows: some are gone before anybody could ask for them.
    private const string Watch =
        """
        name => {
          const seen = [];
          const look = () => {
            const state = document.querySelector(`.grid-row[data-resource="${name}"] .state`);
            const text = state && `${state.textContent} ${state.querySelector('.dot').className}`;
            if (text && text !== seen.at(-1)) seen.push(text);
            const isWell = state => state.endsWith('dot ok');
            document.body.dataset.went = isWell(seen[0]) && isWell(seen.at(-1)) && !seen.every(isWell) ? 'down and up' : seen.join('; ');
          };
          new MutationObserver(look).observe(document.querySelector('main'), { childList: true, subtree: true });
          look();
        }
        """;

    [Fact]
    public async Task Restart_IsSeenToGoDownAndToComeUpHealthy()
    {
        await using var dashboard = await fixture.OpenAsync();
        await dashboard.GoAsync("/?resource=cart");
        await WhenHealthyAsync(dashboard, "cart");
        var process = dashboard.Page.Locator("aside dt:text('Process id') + dd");
        var before = await process.InnerTextAsync();
        await dashboard.Page.EvaluateAsync(Watch, "cart");

        await dashboard.Row("cart").Locator("[data-command=restart]").ClickAsync();

        await Assertions.Expect(dashboard.Page.Locator("body")).ToHaveAttributeAsync("data-went", "down and up", new() { Timeout = DashboardPage.Patience });
        await Assertions.Expect(process).Not.ToHaveTextAsync(before);
        await dashboard.Page.GetByText("cart was restarted.").SeeAsync();
        dashboard.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task StopAndStart_OfWhatAServiceNeeds_IsSeenAtBoth()
    {
        await using var dashboard = await fixture.OpenAsync();
        await dashboard.GoAsync("/");
        await WhenHealthyAsync(dashboard, "cart");

        await dashboard.Row("redis").Locator("[data-command=stop]").ClickAsync();
        await dashboard.WhenStateAsync("redis", "Exited");
        await Assertions.Expect(dashboard.Row("redis").Locator("[data-command=stop]")).ToBeDisabledAsync();
        await dashboard.WhenStateAsync("cart", "Running (unhealthy)");
        await dashboard.Row("cart").Locator(".dot.error").SeeAsync();
        await dashboard.PictureAsync("unhealthy-light");

        await dashboard.Row("redis").Locator("[data-command=start]").ClickAsync();
        await WhenHealthyAsync(dashboard, "redis");
        await WhenHealthyAsync(dashboard, "cart");
        dashboard.Complaints.ShouldBeEmpty();
    }

    private static async Task WhenHealthyAsync(DashboardPage dashboard, string resource)
    {
        await Assertions.Expect(dashboard.Row(resource).Locator(".state .text")).ToHaveTextAsync("Running", new() { Timeout = DashboardPage.Patience });
        await dashboard.Row(resource).Locator(".dot.ok").SeeAsync();
    }
}

using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>The dashboard in a browser, with everything that its console complained about.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    public const float Patience = 60_000;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // Run in the page itself, which has no frames: summed up in a page of its own, as for frames, it takes several times as long.
    private const string RunAxe =
        """
        async rules => {
          const options = { resultTypes: ['violations'], ...(rules.length > 0 && { runOnly: { type: 'rule', values: rules } }) };
          const { violations } = await window.axe.run(document, options);
          return violations.filter(found => ['serious', 'critical'].includes(found.impact))
            .map(found => `${found.id}: ${found.help} (${found.nodes.slice(0, 3).map(node => node.html).join(', ')})`);
        }
        """;

    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    private readonly Uri _login;
    private readonly List<string> _complaints = [];

    public DashboardPage(IPage page, Uri login)
    {
        (Page, _login) = (page, login);
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints => _complaints;

    public Task LogInAsync() => Page.GotoAsync(_login.ToString());

    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(_login, path).ToString());
        await Page.Locator("main h1").First.WaitForAsync();
    }

    public ILocator Row(string resource) => Page.Locator($".grid-row[data-resource='{resource}']");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    public Task WhenStateAsync(string resource, string text) => Assertions.Expect(Row(resource).Locator(".state")).ToContainTextAsync(text, new() { Timeout = Patience });

    public Task WhenLiveAsync() => Assertions.Expect(Page.Locator(".connection")).ToHaveTextAsync("Live", new() { Timeout = Patience });

    /// <summary>The faults that axe calls serious or critical, as it describes them.</summary>
    /// <param name="ofColours">Only those that another theme can have.</param>
    public async Task<string[]> SeriousFaultsAsync(bool ofColours = false)
    {
        await Page.EvaluateAsync(Axe);
        return await Page.EvaluateAsync<string[]>(RunAxe, ofColours ? OfColours : []);
    }

    /// <summary>Keeps a picture when a folder is named by SHOP_SCREENSHOTS.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("SHOP_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}

using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>A running shop with its dashboard, and the machine's own Chromium.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // What Chromium asks of the internet by itself would fail here, slowly.
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ShopProcess? _shop;

    internal ShopProcess Shop => _shop ?? throw new InvalidOperationException("The shop does not run.");

    public async Task InitializeAsync()
    {
        _shop = await ShopProcess.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium", Args = Flags });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_shop is not null)
        {
            await _shop.DisposeAsync();
        }
    }

    /// <summary>A page of a new visitor who has logged in by the address that the AppHost printed.</summary>
    internal async Task<DashboardPage> OpenAsync(ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = 1440, Height = 860 } });
        var page = new DashboardPage(await context.NewPageAsync(), Shop.LoginUrl);
        await page.LogInAsync();
        return page;
    }
}

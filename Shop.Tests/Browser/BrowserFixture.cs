using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shop.Load.Smoke;

namespace Shop.Tests.Browser;

/// <summary>A running shop with its dashboard, and the machine's own Chromium.</summary>
public sealed partial class BrowserFixture : IAsyncLifetime
{
    private static readonly TimeSpan OrderLimit = TimeSpan.FromMinutes(1);

    // What Chromium asks of the internet by itself would fail here, slowly.
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ShopProcess? _shop;
    private string? _session;

    internal ShopProcess Shop => _shop ?? throw new InvalidOperationException("The shop does not run.");

    public async Task InitializeAsync()
    {
        _shop = await ShopProcess.StartAsync();
        // Something to be seen on every page.
        await OrderAsync();
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

    /// <summary>Buys something as a shopper does.</summary>
    /// <returns>The number of the order, which is confirmed.</returns>
    internal async Task<string> OrderAsync()
    {
        using var told = new StringWriter();
        (await SmokeRun.ExecuteAsync(Shop.Gateway, OrderLimit, told, CancellationToken.None)).ShouldBe(0, told.ToString());
        return PlacedOrder().Match(told.ToString()).Groups["number"].Value;
    }

    /// <summary>A page of a new visitor, who has logged in by the address that the AppHost printed (the first does so for all), in a place where it is nine hours later than in UTC.</summary>
    internal async Task<DashboardPage> OpenAsync(ColorScheme scheme = ColorScheme.Light, bool isLoggedIn = true)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = 1440, Height = 860 },
            Locale = "en-GB",
            TimezoneId = "Asia/Tokyo",
            StorageState = isLoggedIn ? _session : null,
        });
        var page = new DashboardPage(await context.NewPageAsync(), Shop.LoginUrl);
        if (isLoggedIn && _session is null)
        {
            await page.LogInAsync();
            _session = await context.StorageStateAsync();
        }

        return page;
    }

    [GeneratedRegex(@"placed order (?<number>[^:\s]+):", RegexOptions.NonBacktracking)]
    private static partial Regex PlacedOrder();
}

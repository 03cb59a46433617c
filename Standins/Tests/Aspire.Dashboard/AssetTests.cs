using System.Text.RegularExpressions;

namespace Standins.Tests.Aspire.Dashboard;

public sealed partial class AssetTests
{
    [Fact]
    public async Task EveryFile_ThatAPageAsksFor_IsThere()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);
        var left = new Queue<string>(["/index.html", "/login.html"]);
        var seen = new HashSet<string>();
        while (left.TryDequeue(out var path))
        {
            if (!seen.Add(path))
            {
                continue;
            }
            var answer = await browser.GetAsync(path);
            answer.IsSuccessStatusCode.ShouldBeTrue(path);
            foreach (Match match in Reference().Matches(await answer.Content.ReadAsStringAsync()))
            {
                left.Enqueue(new Uri(new Uri(dashboard.Url, path), match.Groups["path"].Value).AbsolutePath);
            }
        }
        seen.ShouldContain("/pages/traces/detail.js");
        seen.Count.ShouldBeGreaterThan(30);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/login.html")]
    [InlineData("/js/app.js")]
    [InlineData("/api/resources")]
    public async Task EveryAnswer_ForbidsForeignAndInlineScripts(string path)
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);

        var headers = (await browser.GetAsync(path)).Headers;

        var policy = headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldNotContain("unsafe");
        headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    [Fact]
    public async Task Path_OutOfTheFolder_IsNoFile()
    {
        await using var dashboard = await TestDashboard.StartAsync();
        using var browser = await dashboard.BrowserAsync(isLoggedIn: true);

        var answer = await browser.GetAsync("/js/..%2f..%2fAspire.Dashboard.csproj");

        (await answer.Content.ReadAsStringAsync()).ShouldNotContain("<Project");
    }

    [GeneratedRegex("""(?:from |import\(|href=|src=)["'](?<path>[./][^"']+\.(?:js|css|svg))["']""")]
    private static partial Regex Reference();
}

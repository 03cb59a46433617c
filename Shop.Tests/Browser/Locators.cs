using Microsoft.Playwright;

namespace Shop.Tests.Browser;

internal static class Locators
{
    /// <summary>Waits until it, or the first of them, is seen.</summary>
    public static Task SeeAsync(this ILocator what) => Assertions.Expect(what.First).ToBeVisibleAsync(new() { Timeout = DashboardPage.Patience });

    /// <summary>Waits until there is none.</summary>
    public static Task SeeNoneAsync(this ILocator what) => Assertions.Expect(what).ToHaveCountAsync(0, new() { Timeout = DashboardPage.Patience });
}

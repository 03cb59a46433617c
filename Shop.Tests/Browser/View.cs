namespace Shop.Tests.Browser;

/// <summary>Something that the dashboard shows, and what has to be done to see it.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="OpenAsync">What a visitor does there; ends when it is seen.</param>
/// <param name="IsLoggedIn">False for what is seen without the token.</param>
internal sealed record View(string Path, Func<DashboardPage, Task> OpenAsync, bool IsLoggedIn = true);

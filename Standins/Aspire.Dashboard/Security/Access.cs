namespace Aspire.Dashboard.Security;

/// <summary>Who may call a route; without it, whoever has logged in.</summary>
internal sealed class Access
{
    /// <summary>Everybody: what a login page needs, and nothing that says anything about the application.</summary>
    public static Access Everybody { get; } = new();

    /// <summary>Who has logged in, and who shows the API key.</summary>
    public static Access ApiKey { get; } = new();
}

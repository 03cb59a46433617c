using System.Text.Json;
using Shop.ServiceDefaults.Security;

namespace Shop.Load.Running;

/// <summary>The secrets that an AppHost made for itself and keeps in its data folder.</summary>
internal static class ShopSecrets
{
    private static readonly TimeSpan AdminTime = TimeSpan.FromHours(1);

    /// <summary>The token of an administrator: whoever may read the shop's folder may do anything anyway.</summary>
    public static string AdminToken(string dataRoot) =>
        new TokenIssuer(ServiceDefaults.Security.TokenKey.Derive(TokenKey(dataRoot)), TimeProvider.System).Issue("shop-load", Roles.Admin, AdminTime);

    /// <summary>What the services sign and check tokens by.</summary>
    public static string TokenKey(string dataRoot)
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(dataRoot, "secrets.json")));
        return secrets.RootElement.GetProperty("Parameters:token-key").GetString()!;
    }
}

using System.Text.Json;

namespace Shop.Load.Running;

/// <summary>The secrets that an AppHost made for itself and keeps in its data folder.</summary>
internal static class ShopSecrets
{
    /// <summary>What the services sign and check tokens by.</summary>
    public static string TokenKey(string dataRoot)
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(dataRoot, "secrets.json")));
        return secrets.RootElement.GetProperty("Parameters:token-key").GetString()!;
    }
}

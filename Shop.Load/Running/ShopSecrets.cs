using System.Text.Json;

namespace Shop.Load.Running;

/// <summary>The secrets that an AppHost made for itself and keeps in its data folder.</summary>
internal static class ShopSecrets
{
    private const string AdminEmail = "admin@shop.example";

    /// <summary>A session of the first administrator, by the password that was made for the first start.</summary>
    public static ShopSession Admin(string dataRoot) => new(Read(dataRoot, "admin-email") ?? AdminEmail, Read(dataRoot, "admin-password") ?? "");

    /// <summary>What the services sign and check their own tokens by.</summary>
    public static string TokenKey(string dataRoot) => Read(dataRoot, "token-key")!;

    private static string? Read(string dataRoot, string parameter)
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(dataRoot, "secrets.json")));
        return secrets.RootElement.TryGetProperty($"Parameters:{parameter}", out var value) ? value.GetString() : null;
    }
}

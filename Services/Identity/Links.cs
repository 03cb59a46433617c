using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Shop.Identity;

/// <summary>
/// Links: signed by the token providers of ASP.NET Core Identity, expiring, and worth nothing once the account's security stamp is
/// another one, which every use of a link makes it.
/// </summary>
internal static class Links
{
    public const string DayProvider = "day";
    public const string HourProvider = "hour";

    public static readonly TimeSpan Day = TimeSpan.FromDays(1);
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private const int LongestToken = 2048;

    /// <summary>What a link carries: of <c>[A-Za-z0-9_-]</c>.</summary>
    /// <param name="userId">Whose account.</param>
    /// <param name="token">Of the token provider.</param>
    /// <param name="email">The new e-mail address; empty when the link changes none.</param>
    public static string Write(Guid userId, string token, string email = "") =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{userId:N}\n{token}\n{email}"));

    /// <summary>Reads what came from outside; null when it is malformed.</summary>
    public static (Guid UserId, string Token, string Email)? Read(string linkToken)
    {
        var bytes = new byte[LongestToken];
        if (linkToken.Length > LongestToken || Base64Url.DecodeFromChars(linkToken, bytes, out _, out var length) != OperationStatus.Done)
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split('\n');
        return parts.Length == 3 && Guid.TryParseExact(parts[0], "N", out var userId) ? (userId, parts[1], parts[2]) : null;
    }

    /// <summary>For verifying and changing addresses.</summary>
    internal sealed class DayTokens(IDataProtectionProvider protection, ILogger<DataProtectorTokenProvider<Account>> logger)
        : DataProtectorTokenProvider<Account>(protection, Microsoft.Extensions.Options.Options.Create(new DataProtectionTokenProviderOptions { Name = DayProvider, TokenLifespan = Day }), logger);

    /// <summary>For new passwords.</summary>
    internal sealed class HourTokens(IDataProtectionProvider protection, ILogger<DataProtectorTokenProvider<Account>> logger)
        : DataProtectorTokenProvider<Account>(protection, Microsoft.Extensions.Options.Options.Create(new DataProtectionTokenProviderOptions { Name = HourProvider, TokenLifespan = Hour }), logger);
}

using System.Text.RegularExpressions;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Identity;

/// <summary>What is wrong with a request by itself.</summary>
internal static partial class RequestRules
{
    private const int LongestToken = 200;
    private const int LongestLink = 2048;
    private const int LongestName = 100;

    public static Violations Id(string requestId) => new Violations().RequireUuid(requestId, "request_id");

    public static Violations RequireEmail(this Violations violations, string email, string field = "email") =>
        violations.Require(EmailAddress.IsPlausible(email), field, "must be an e-mail address");

    /// <summary>A password that is compared: anything that could be one.</summary>
    public static Violations RequirePassword(this Violations violations, string password, string field = "password") =>
        violations.Require(password.Length is >= 1 and <= PasswordRules.Longest, field, $"must be 1 to {PasswordRules.Longest} characters");

    /// <summary>A password that is set.</summary>
    public static Violations RequireNewPassword(this Violations violations, string password, string email, string field) =>
        PasswordRules.Fault(password, email) is { } fault ? violations.Require(holds: false, field, fault) : violations;

    public static Violations RequireToken(this Violations violations, string token, string field) =>
        violations.Require(token.Length <= LongestToken, field, $"must be at most {LongestToken} characters");

    public static Violations RequireLink(this Violations violations, string linkToken) =>
        violations.Require(linkToken.Length is >= 1 and <= LongestLink, "link_token", "must be what the link carries");

    public static Violations RequireNames(this Violations violations, string displayName, string languageCode, string prefix = "") => violations
        .RequireText(displayName, $"{prefix}display_name", 0, LongestName)
        .Require(languageCode.Length == 0 || LanguageTag().IsMatch(languageCode), $"{prefix}language_code", "must be an IETF BCP 47 tag, or empty");

    public static Violations RequirePageSize(this Violations violations, int pageSize) =>
        violations.Require(pageSize >= 0, "page_size", "must not be negative");

    public static Violations RequireAdminRole(this Violations violations, Role role) =>
        violations.Require(role == Role.Admin, "role", "must be ROLE_ADMIN");

    [GeneratedRegex(@"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LanguageTag();
}

using System.Globalization;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.AspNetCore.Authentication.JwtBearer;

/// <summary>What the caller is told of a refusal.</summary>
internal static class FailureDescription
{
    public static string Of(Exception failure)
    {
        IEnumerable<Exception> failures = failure is AggregateException several ? several.InnerExceptions : [failure];
        return string.Join("; ", failures.Select(OfOne).Where(description => description.Length > 0));
    }

    private static string OfOne(Exception failure) => failure switch
    {
        SecurityTokenInvalidAudienceException audience => $"The audience '{audience.InvalidAudience ?? "(null)"}' is invalid",
        SecurityTokenInvalidIssuerException issuer => $"The issuer '{issuer.InvalidIssuer ?? "(null)"}' is invalid",
        SecurityTokenNoExpirationException => "The token has no expiration",
        SecurityTokenInvalidLifetimeException lifetime =>
            $"The token lifetime is invalid; NotBefore: '{Text(lifetime.NotBefore)}', Expires: '{Text(lifetime.Expires)}'",
        SecurityTokenNotYetValidException early => $"The token is not valid before '{Text(early.NotBefore)}'",
        SecurityTokenExpiredException late => $"The token expired at '{Text(late.Expires)}'",
        SecurityTokenSignatureKeyNotFoundException => "The signature key was not found",
        SecurityTokenInvalidSignatureException => "The signature is invalid",
        _ => "",
    };

    private static string Text(DateTime? time) => time?.ToString(CultureInfo.InvariantCulture) ?? "(null)";
}

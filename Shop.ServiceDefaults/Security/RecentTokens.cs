using System.Collections.Concurrent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Shop.ServiceDefaults.Security;

/// <summary>
/// Validates tokens, and remembers for a moment which were valid: a shopper's calls come in bursts, and the signature is the dearest part
/// of a small call. By the whole token, signature included. When Identity's keys change, nothing that was remembered counts.
/// </summary>
internal sealed class RecentTokens : JsonWebTokenHandler
{
    private const int Capacity = 20_000;
    private const int LongestToken = 4096;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Remembered> _valid = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly UserKeys _keys;
    private readonly KeyFetcher _fetcher;

    public RecentTokens(TimeProvider time, UserKeys keys, KeyFetcher fetcher)
    {
        (_time, _keys, _fetcher) = (time, keys, fetcher);
        MapInboundClaims = false;
    }

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var now = _time.GetUtcNow();
        if (_valid.TryGetValue(token, out var known) && now < known.Until && known.KeysVersion == _keys.Version)
        {
            return known.Result;
        }

        if (token.Length > LongestToken)
        {
            return Refused(new SecurityTokenMalformedException("The token is longer than any of ours."));
        }

        var version = _keys.Version;
        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && _fetcher.HasSource)
        {
            await _fetcher.AskAsync();
            version = _keys.Version;
            result = await base.ValidateTokenAsync(token, validationParameters);
        }

        if (result is { IsValid: true, SecurityToken: JsonWebToken valid })
        {
            if (!SpeaksForItself(valid))
            {
                return Refused(new SecurityTokenInvalidIssuerException("The token's issuer does not speak for this role.") { InvalidIssuer = valid.Issuer });
            }

            Keep(token, new Remembered(result, Until(now, valid.ValidTo), version));
        }

        return result;
    }

    // No key of Identity's makes a service, and no service's key anybody else.
    private static bool SpeaksForItself(JsonWebToken token) =>
        token.TryGetPayloadValue<string>(TokenClaims.Role, out var role) && (role == Roles.Service) == (token.Issuer == TokenClaims.ServiceIssuer);

    private static TokenValidationResult Refused(Exception exception) => new() { Exception = exception };

    private static DateTimeOffset Until(DateTimeOffset now, DateTime validTo)
    {
        var end = new DateTimeOffset(DateTime.SpecifyKind(validTo, DateTimeKind.Utc));
        return end < now + Fresh ? end : now + Fresh;
    }

    private void Keep(string token, Remembered remembered)
    {
        if (_valid.Count >= Capacity)
        {
            _valid.Clear();
        }

        _valid[token] = remembered;
    }

    private sealed record Remembered(TokenValidationResult Result, DateTimeOffset Until, int KeysVersion);
}

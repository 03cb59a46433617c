using System.Collections.Concurrent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Shop.ServiceDefaults.Security;

/// <summary>
/// Validates tokens, and remembers for a moment which were valid: a shopper's calls come in bursts, and the signature is the dearest part
/// of a small call. By the whole token, signature included; a key that is withdrawn is so everywhere a minute later.
/// </summary>
internal sealed class RecentTokens : JsonWebTokenHandler
{
    private const int Capacity = 20_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (TokenValidationResult Result, DateTimeOffset Until)> _valid = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public RecentTokens(TimeProvider time)
    {
        _time = time;
        MapInboundClaims = false;
    }

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var now = _time.GetUtcNow();
        if (_valid.TryGetValue(token, out var known) && now < known.Until)
        {
            return known.Result;
        }

        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result is { IsValid: true, SecurityToken: { } valid })
        {
            Keep(token, result, now, valid.ValidTo);
        }

        return result;
    }

    private void Keep(string token, TokenValidationResult result, DateTimeOffset now, DateTime validTo)
    {
        if (_valid.Count >= Capacity)
        {
            _valid.Clear();
        }

        var end = new DateTimeOffset(DateTime.SpecifyKind(validTo, DateTimeKind.Utc));
        _valid[token] = (result, end < now + Fresh ? end : now + Fresh);
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Security;

public sealed class RecentTokensTests
{
    private static readonly ECDsaSecurityKey Key = TokenKey.Derive(TestService.TokenKey);
    private static readonly ECDsaSecurityKey OtherKey = TokenKey.Derive(new string('x', 64));
    private readonly ManualTime _time = new();
    private readonly UserKeys _keys = new();
    private readonly RecentTokens _tokens;

    public RecentTokensTests() => _tokens = new RecentTokens(_time, _keys, NoIdentity());

    [Fact]
    public async Task ValidateTokenAsync_ValidAMomentAgo_IsNotCheckedAgainUntilAMinuteIsOver()
    {
        var token = Issue(TimeSpan.FromHours(1));
        (await IsValidAsync(token, Key)).ShouldBeTrue();

        _time.Advance(TimeSpan.FromSeconds(59));
        (await IsValidAsync(token, OtherKey)).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(2));
        (await IsValidAsync(token, OtherKey)).ShouldBeFalse();
    }

    [Fact]
    public async Task ValidateTokenAsync_ExpiresWithinTheMinute_IsCheckedAgainThen()
    {
        var token = Issue(TimeSpan.FromSeconds(10));
        (await IsValidAsync(token, Key)).ShouldBeTrue();

        _time.Advance(TimeSpan.FromSeconds(11));

        (await IsValidAsync(token, OtherKey)).ShouldBeFalse();
    }

    [Fact]
    public async Task ValidateTokenAsync_SameClaimsAnotherSignature_IsCheckedByItself()
    {
        var token = Issue(TimeSpan.FromHours(1));
        (await IsValidAsync(token, Key)).ShouldBeTrue();

        (await IsValidAsync(token[..^4] + (token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA"), Key)).ShouldBeFalse();
    }

    [Fact]
    public async Task ValidateTokenAsync_NotValid_IsNotRemembered()
    {
        var token = Issue(TimeSpan.FromHours(1));
        (await IsValidAsync(token, OtherKey)).ShouldBeFalse();

        (await IsValidAsync(token, Key)).ShouldBeTrue();
    }

    [Fact]
    public async Task ValidateTokenAsync_KeysHaveChanged_IsCheckedAgainAtOnce()
    {
        var token = Issue(TimeSpan.FromHours(1));
        (await IsValidAsync(token, Key)).ShouldBeTrue();

        _keys.Replace([OtherKey]);

        (await IsValidAsync(token, OtherKey)).ShouldBeFalse();
    }

    // Without services:identity in the configuration there is nobody to ask.
    private KeyFetcher NoIdentity()
    {
        var configuration = new ConfigurationBuilder().Build();
        var options = Options.Create(new KeyOptions());
        return new KeyFetcher(_keys, new KeysCopy(options, configuration, NullLogger<KeysCopy>.Instance), null!, options, configuration, _time, NullLogger<KeyFetcher>.Instance);
    }

    private string Issue(TimeSpan lifetime) => UserTokens.Issue(Key, "guest-1", Roles.Guest, sessionId: null, _time.GetUtcNow(), lifetime);

    private async Task<bool> IsValidAsync(string token, ECDsaSecurityKey key) => (await _tokens.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = TokenClaims.Issuer,
        ValidAudience = TokenClaims.Audience,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        IssuerSigningKey = key,
    })).IsValid;
}

using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Standins.Tests.JwtBearer;

public sealed class JsonWebKeyTests : IDisposable
{
    private readonly TokenForge _forge = new();

    public void Dispose() => _forge.Dispose();

    [Fact]
    public async Task KeySet_OfThePublishedKey_ValidatesItsTokens()
    {
        var published = $$"""{"keys":[{{JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new(_forge.Key) { KeyId = TokenForge.Kid }).ToJson()}}]}""";
        var parameters = _forge.Parameters;
        parameters.IssuerSigningKey = null;
        parameters.IssuerSigningKeys = new JsonWebKeySet(published).GetSigningKeys();

        published.ShouldNotContain("\"d\"");
        (await new JsonWebTokenHandler().ValidateTokenAsync(_forge.Valid, parameters)).IsValid.ShouldBeTrue();
        (await new JsonWebTokenHandler().ValidateTokenAsync(TokenForge.Sign(TokenForge.Header, TokenForge.Payload, _forge.ForeignKey), parameters)).IsValid.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"key-1"}""")]
    [InlineData("""{"kty":"oct","k":"AQAB","kid":"key-1"}""")]
    [InlineData("""{"kty":"EC","crv":"P-384","x":"AQAB","y":"AQAB","kid":"key-1"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AQAB","y":"AQAB","kid":"key-1"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","kid":"key-1"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","use":"enc","x":"AQAB","y":"AQAB"}""")]
    public void GetSigningKeys_OfOtherKeys_LeavesThemOut(string key) =>
        new JsonWebKeySet($$"""{"keys":[{{key}}]}""").GetSigningKeys().ShouldBeEmpty();

    [Theory]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[1]}""")]
    public void KeySet_ThatIsNone_Throws(string json) => Should.Throw<ArgumentException>(() => new JsonWebKeySet(json));

    [Theory]
    [InlineData("")]
    [InlineData("AQ")]
    [InlineData("AQI")]
    [InlineData("AQID")]
    [InlineData("-_-_")]
    public void DecodeBytes_TheCanonicalForm_RoundTrips(string text) => Base64UrlEncoder.Encode(Base64UrlEncoder.DecodeBytes(text)).ShouldBe(text);

    [Theory]
    [InlineData("A")]
    [InlineData("AR")]
    [InlineData("AQJ")]
    [InlineData("AQ==")]
    [InlineData("A Q")]
    [InlineData("+/+/")]
    [InlineData("é")]
    public void DecodeBytes_AnotherForm_Throws(string text) => Should.Throw<FormatException>(() => Base64UrlEncoder.DecodeBytes(text));

    [Fact]
    public void EcdsaKey_OnAnotherCurveOfThatSize_SignsNothing()
    {
        using var brainpool = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        var key = new ECDsaSecurityKey(brainpool);

        key.KeySize.ShouldBe(256);
        Should.Throw<NotSupportedException>(() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
        }));
    }
}

using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Standins.Tests.JwtBearer;

public sealed class JsonWebTokenHandlerTests : IDisposable
{
    private readonly TokenForge _forge = new();
    private readonly JsonWebTokenHandler _handler = new();

    public void Dispose() => _forge.Dispose();

    [Fact]
    public async Task CreateToken_ThenValidate_GivesTheClaimsBack()
    {
        var expires = DateTime.UtcNow.AddMinutes(15);
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenForge.Issuer,
            Audience = TokenForge.Audience,
            Expires = expires,
            Subject = new([new("sub", "u-1"), new("role", "customer"), new("role", "admin"), new("level", "3", ClaimValueTypes.Integer)]),
            Claims = new Dictionary<string, object> { ["guest"] = true, ["carts"] = new[] { "a", "b" } },
            SigningCredentials = Credentials(),
        });

        var result = await _handler.ValidateTokenAsync(token, _forge.Parameters);

        result.IsValid.ShouldBeTrue(result.Exception?.Message);
        result.ClaimsIdentity.Name.ShouldBe("u-1");
        new ClaimsPrincipal(result.ClaimsIdentity).IsInRole("admin").ShouldBeTrue();
        result.ClaimsIdentity.AuthenticationType.ShouldBe("AuthenticationTypes.Federation");
        result.ClaimsIdentity.FindAll("carts").Select(claim => claim.Value).ShouldBe(["a", "b"]);
        result.ClaimsIdentity.FindFirst("guest")!.ValueType.ShouldBe(ClaimValueTypes.Boolean);
        result.ClaimsIdentity.FindFirst("sub")!.Issuer.ShouldBe(TokenForge.Issuer);
        result.Claims["sub"].ShouldBe("u-1");
        result.Claims["level"].ShouldBe(3);
        result.Claims["role"].ShouldBe(new List<object> { "customer", "admin" });
        result.Issuer.ShouldBe(TokenForge.Issuer);
        result.TokenType.ShouldBe("JWT");
        var read = result.SecurityToken.ShouldBeOfType<JsonWebToken>();
        read.Kid.ShouldBe(TokenForge.Kid);
        read.Alg.ShouldBe("ES256");
        read.ValidTo.ShouldBe(expires, TimeSpan.FromSeconds(1));
        read.GetPayloadValue<int>("level").ShouldBe(3);
        read.SigningKey!.KeyId.ShouldBe(TokenForge.Kid);
    }

    [Fact]
    public void CreateToken_WithoutTimes_SetsThoseOfAnHour()
    {
        var token = _handler.ReadJsonWebToken(_handler.CreateToken(new SecurityTokenDescriptor { SigningCredentials = Credentials() }));

        token.ValidFrom.ShouldBe(DateTime.UtcNow, TimeSpan.FromSeconds(5));
        token.IssuedAt.ShouldBe(token.ValidFrom);
        token.ValidTo.ShouldBe(token.ValidFrom.AddHours(1));
    }

    [Fact]
    public void CreateToken_Twice_SignsTheSameContentAnew()
    {
        var descriptor = new SecurityTokenDescriptor
        {
            IssuedAt = DateTime.UnixEpoch,
            NotBefore = DateTime.UnixEpoch,
            Expires = DateTime.UnixEpoch.AddDays(1),
            TokenType = "at+jwt",
            AdditionalHeaderClaims = new Dictionary<string, object> { ["ver"] = 1 },
            SigningCredentials = Credentials(),
        };

        var (one, two) = (new JsonWebToken(_handler.CreateToken(descriptor)), new JsonWebToken(_handler.CreateToken(descriptor)));

        Base64UrlEncoder.Decode(one.EncodedHeader).ShouldBe("""{"alg":"ES256","kid":"key-1","typ":"at\u002Bjwt","ver":1}""");
        Base64UrlEncoder.Decode(one.EncodedPayload).ShouldBe("""{"exp":86400,"iat":0,"nbf":0}""");
        one.ToString().ShouldBe(two.ToString());
        one.EncodedSignature.ShouldNotBe(two.EncodedSignature);
    }

    [Fact]
    public void CreateToken_WithAnythingButEs256_IsNotSupported()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Should.Throw<NotSupportedException>(() => _handler.CreateToken(new SecurityTokenDescriptor()));
        Should.Throw<NotSupportedException>(() => Create(new(new ECDsaSecurityKey(_forge.Key), "HS256")));
        Should.Throw<NotSupportedException>(() => Create(new(new ECDsaSecurityKey(p384), SecurityAlgorithms.EcdsaSha256)));

        void Create(SigningCredentials credentials) => _handler.CreateToken(new SecurityTokenDescriptor { SigningCredentials = credentials });
    }

    [Fact]
    public void CreateToken_AHeaderThatIsNotTheCallers_IsRefused() =>
        Should.Throw<ArgumentException>(() => _handler.CreateToken(new SecurityTokenDescriptor
        {
            SigningCredentials = Credentials(),
            AdditionalHeaderClaims = new Dictionary<string, object> { ["alg"] = "none" },
        }));

    [Theory]
    [InlineData("key-1", true, true)]
    [InlineData("key-1", false, true)]
    [InlineData("key-2", true, true)]
    [InlineData("key-2", false, false)]
    [InlineData(null, false, true)]
    public async Task Validate_ByKeyId_TakesThatKeyOrAll(string? kid, bool tryAll, bool valid)
    {
        var parameters = _forge.Parameters;
        parameters.TryAllIssuerSigningKeys = tryAll;
        parameters.IssuerSigningKeys = [new ECDsaSecurityKey(_forge.ForeignKey) { KeyId = "key-0" }];
        var header = kid is null ? """{"alg":"ES256"}""" : $$"""{"alg":"ES256","kid":"{{kid}}"}""";

        var result = await _handler.ValidateTokenAsync(_forge.Sign(TokenForge.Json(header), TokenForge.Payload), parameters);

        result.IsValid.ShouldBe(valid);
        if (!valid)
        {
            result.Exception.ShouldBeOfType<SecurityTokenSignatureKeyNotFoundException>();
        }
    }

    [Fact]
    public async Task Validate_WithAResolver_AsksItAlone()
    {
        var parameters = _forge.Parameters;
        parameters.IssuerSigningKeyResolver = (_, token, kid, _) =>
        {
            token.Issuer.ShouldBe(TokenForge.Issuer);
            return kid == "other" ? [new ECDsaSecurityKey(_forge.ForeignKey)] : [];
        };

        var ours = await _handler.ValidateTokenAsync(_forge.Valid, parameters);
        var others = await _handler.ValidateTokenAsync(
            TokenForge.Sign(TokenForge.Json("""{"alg":"ES256","kid":"other"}"""), TokenForge.Payload, _forge.ForeignKey), parameters);

        ours.Exception.ShouldBeOfType<SecurityTokenSignatureKeyNotFoundException>();
        others.IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task Validate_WithinTheClockSkew_IsValid()
    {
        var parameters = _forge.Parameters;
        var late = _forge.Sign(TokenForge.Header, TokenForge.PayloadWith("exp", $"{TokenForge.Now - 30}"));

        (await _handler.ValidateTokenAsync(late, parameters)).Exception.ShouldBeOfType<SecurityTokenExpiredException>();
        parameters.ClockSkew = TimeSpan.FromMinutes(1);
        (await _handler.ValidateTokenAsync(late, parameters)).IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task Validate_WithALifetimeValidator_LeavesTheDecisionToIt()
    {
        var parameters = _forge.Parameters;
        var expired = _forge.Sign(TokenForge.Header, TokenForge.PayloadWith("exp", "1000000000"));
        parameters.LifetimeValidator = (_, expires, _, _) => expires == DateTimeOffset.FromUnixTimeSeconds(1_000_000_000).UtcDateTime;

        (await _handler.ValidateTokenAsync(expired, parameters)).IsValid.ShouldBeTrue();
        (await _handler.ValidateTokenAsync(_forge.Valid, parameters)).Exception.ShouldBeOfType<SecurityTokenInvalidLifetimeException>();
    }

    [Theory]
    [InlineData("aud", """["a","shop-services"]""")]
    [InlineData("exp", "99999999999999")]
    [InlineData("exp", "1e300")]
    [InlineData("exp", "4102444800.5")]
    [InlineData("nbf", null)]
    [InlineData("nbf", "-5")]
    [InlineData("address", """{"city":"Köln"}""")]
    public async Task Validate_AnUnusualButSoundClaim_IsValid(string member, string? value) =>
        (await _handler.ValidateTokenAsync(_forge.Sign(TokenForge.Header, TokenForge.PayloadWith(member, value)), _forge.Parameters))
            .IsValid.ShouldBeTrue();

    [Fact]
    public async Task Validate_WithoutAValidIssuerOrAudience_IsRefused()
    {
        var parameters = new TokenValidationParameters { IssuerSigningKey = new ECDsaSecurityKey(_forge.Key) };
        (await _handler.ValidateTokenAsync(_forge.Valid, parameters)).Exception.ShouldBeOfType<SecurityTokenInvalidAudienceException>();

        parameters.ValidateAudience = false;
        (await _handler.ValidateTokenAsync(_forge.Valid, parameters)).Exception.ShouldBeOfType<SecurityTokenInvalidIssuerException>();

        parameters.ValidIssuers = ["other", TokenForge.Issuer];
        (await _handler.ValidateTokenAsync(_forge.Valid, parameters)).IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task Validate_ATypeThatIsNotAllowed_IsRefused()
    {
        var parameters = _forge.Parameters;
        parameters.ValidTypes = ["at+jwt"];

        (await _handler.ValidateTokenAsync(_forge.Valid, parameters)).Exception.ShouldBeOfType<SecurityTokenInvalidTypeException>();
    }

    [Fact]
    public async Task Validate_AnAlgorithmThatIsNotAllowed_IsRefused()
    {
        var parameters = _forge.Parameters;
        parameters.ValidAlgorithms = ["ES384"];

        (await _handler.ValidateTokenAsync(_forge.Valid, parameters)).Exception.ShouldBeOfType<SecurityTokenInvalidAlgorithmException>();
    }

    [Fact]
    public async Task Validate_ByManyAtOnce_AgreesWithItself()
    {
        var parameters = _forge.Parameters;
        var (valid, forged) = (_forge.Valid, TokenForge.Sign(TokenForge.Header, TokenForge.Payload, _forge.ForeignKey));

        await Parallel.ForAsync(0, 500, async (i, _) =>
            (await _handler.ValidateTokenAsync(i % 2 == 0 ? valid : forged, parameters)).IsValid.ShouldBe(i % 2 == 0));
    }

    private SigningCredentials Credentials() => new(new ECDsaSecurityKey(_forge.Key) { KeyId = TokenForge.Kid }, SecurityAlgorithms.EcdsaSha256);
}

using Microsoft.IdentityModel.JsonWebTokens;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Security;

public sealed class ServiceTokenTests
{
    private readonly ManualTime _time = new();
    private readonly ServiceToken _token;

    public ServiceTokenTests() => _token = new ServiceToken(new TokenIssuer(TokenKey.Derive(TestService.TokenKey), _time), _time, "order");

    [Fact]
    public void Value_Fresh_IsAShortLivedTokenOfTheService()
    {
        var token = new JsonWebToken(_token.Value);

        token.Subject.ShouldBe("order");
        token.Claims.Single(claim => claim.Type == "role").Value.ShouldBe(Roles.Service);
        (token.ValidTo - token.ValidFrom).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Value_AsLongAsItIsGoodForAWhile_IsTheSame()
    {
        var first = _token.Value;

        _time.Advance(TimeSpan.FromMinutes(4) - TimeSpan.FromSeconds(1));

        _token.Value.ShouldBe(first);
    }

    [Fact]
    public void Value_BeforeItExpires_IsRenewed()
    {
        var first = new JsonWebToken(_token.Value);

        _time.Advance(TimeSpan.FromMinutes(4));
        var second = new JsonWebToken(_token.Value);

        second.ValidTo.ShouldBe(first.ValidTo.AddMinutes(4));
        first.ValidTo.ShouldBeGreaterThan(_time.GetUtcNow().UtcDateTime);
    }
}

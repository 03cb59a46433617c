using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Standins.Tests.JwtBearer;

public sealed class TokenAttackTests(BearerServer server) : IClassFixture<BearerServer>
{
    public static TheoryData<string> Names => [.. TokenAttacks.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Validate_AnAttack_TellsWhatIsWrong(string name)
    {
        using var forge = new TokenForge();
        var attack = TokenAttacks.All[name];

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(attack.Token(forge), forge.Parameters);

        result.IsValid.ShouldBeFalse();
        result.Exception.ShouldBeOfType(attack.Failure);
        result.ClaimsIdentity.IsAuthenticated.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Request_WithAnAttack_Is401WithTheOfficialChallenge(string name)
    {
        var attack = TokenAttacks.All[name];

        using var response = await server.GetAsync("/", attack.Token(server.Forge));

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.NonValidated["WWW-Authenticate"].ToString().ShouldBe(attack.Challenge);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Validate_AValidTokenWithAnyCharacterChanged_IsNeverValidAndNeverThrows()
    {
        using var forge = new TokenForge();
        var handler = new JsonWebTokenHandler();
        var parameters = forge.Parameters;
        var valid = forge.Valid;
        (await handler.ValidateTokenAsync(valid, parameters)).IsValid.ShouldBeTrue();

        for (var i = 0; i < valid.Length; i++)
        {
            foreach (var c in (char[])['A', '_', '.', '=', ' ', '\0', 'é', (char)(valid[i] ^ 1)])
            {
                var changed = $"{valid[..i]}{c}{valid[(i + 1)..]}";
                if (changed != valid)
                {
                    (await handler.ValidateTokenAsync(changed, parameters)).IsValid.ShouldBeFalse($"'{c}' at {i}");
                }
            }

            (await handler.ValidateTokenAsync(valid[..i], parameters)).IsValid.ShouldBeFalse($"cut at {i}");
        }
    }

    [Fact]
    public async Task Validate_ATokenLongerThanTheMaximum_IsRefusedUnread()
    {
        using var forge = new TokenForge();
        var handler = new JsonWebTokenHandler { MaximumTokenSizeInBytes = 100 };

        handler.CanReadToken(forge.Valid).ShouldBeFalse();
        (await handler.ValidateTokenAsync(forge.Valid, forge.Parameters)).Exception.ShouldBeOfType<SecurityTokenMalformedException>().Message.ShouldContain("100");
        (await new JsonWebTokenHandler().ValidateTokenAsync(new string('a', (250 * 1024) + 1), forge.Parameters)).Exception.ShouldBeOfType<SecurityTokenMalformedException>();
    }

    [Fact]
    public async Task Validate_NoToken_IsRefused()
    {
        using var forge = new TokenForge();

        (await new JsonWebTokenHandler().ValidateTokenAsync("", forge.Parameters)).IsValid.ShouldBeFalse();
    }
}

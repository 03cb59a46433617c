using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Security;

public sealed class TokenKeyTests
{
    [Fact]
    public void Derive_SameSecret_IsTheSameKeyEverywhere()
    {
        var one = TokenKey.Derive(TestService.TokenKey);
        var other = TokenKey.Derive(TestService.TokenKey);

        other.KeyId.ShouldBe(one.KeyId);
        other.ECDsa.ExportParameters(includePrivateParameters: true).D.ShouldBe(one.ECDsa.ExportParameters(includePrivateParameters: true).D);
    }

    // Tokens that were signed before an update stay valid after it.
    [Fact]
    public void Derive_KnownSecret_IsTheKnownKey() => TokenKey.Derive(TestService.TokenKey).KeyId.ShouldBe("7fe8158ae3345822");

    [Fact]
    public void Derive_AnySecret_IsAValidP256Key() =>
        Prop.ForAll<Guid, Guid>((one, other) =>
        {
            var key = TokenKey.Derive($"{one:N}{other:N}").ECDsa;
            var parameters = key.ExportParameters(includePrivateParameters: true);
            // Imported from its public half alone, which the platform checks to be a point on the curve.
            using var verifier = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = parameters.Q });
            return key.KeySize == 256 && parameters.D!.Length == 32 && verifier.VerifyData("x"u8, key.SignData("x"u8, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Derive_OneCharacterDiffers_IsAnotherKey() => TokenKey.Derive(TestService.TokenKey + "!").KeyId.ShouldNotBe(TokenKey.Derive(TestService.TokenKey).KeyId);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    public void Derive_NoSecretOrAShortOne_SaysWhatIsWrongAndNotTheSecret(string? secret)
    {
        var message = Should.Throw<InvalidOperationException>(() => TokenKey.Derive(secret)).Message;

        message.ShouldContain("Security:TokenKey");
        message.ShouldNotContain("short\"");
    }

    [Fact]
    public async Task Start_ShortSecret_Fails()
    {
        var starting = TestService.StartAsync(new ScriptedInventory(), settings: new KeyValuePair<string, string?>("Security:TokenKey", "short"));

        (await Should.ThrowAsync<InvalidOperationException>(starting)).Message.ShouldContain("Security:TokenKey must be a secret of at least 32 characters");
    }
}

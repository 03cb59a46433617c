using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Unit.ServiceDefaults.Security;

public sealed class PublicKeysTests
{
    [Fact]
    public void Read_WhatWasWritten_VerifiesAndHoldsNoPrivateKey()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var set = PublicKeys.Write([new ECDsaSecurityKey(pair) { KeyId = "one" }]);

        var key = PublicKeys.Read(set).ShouldHaveSingleItem();

        key.KeyId.ShouldBe("one");
        key.ECDsa.VerifyData("abc"u8, pair.SignData("abc"u8.ToArray(), HashAlgorithmName.SHA256), HashAlgorithmName.SHA256).ShouldBeTrue();
        Encoding.UTF8.GetString(set).ShouldNotContain("\"d\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"one"}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","kid":"one","x":"AA","y":"AA"}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","kid":"one","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]}""")]
    public void Read_WhatIsNoSetOfKeys_IsRefused(string json) => Should.Throw<FormatException>(() => PublicKeys.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Copy_IsReadByWhoeverHasTheKeyOfTheServices()
    {
        var folder = Directory.CreateTempSubdirectory("shop-keys-");
        try
        {
            var path = Path.Combine(folder.FullName, "keys.bin");
            Copy(path, 'a').Read().ShouldBeNull();
            Copy(path, 'a').Write([1, 2, 3]);

            Copy(path, 'a').Read().ShouldBe([1, 2, 3]);
            Copy(path, 'b').Read().ShouldBeNull();
            File.WriteAllBytes(path, [.. new byte[32], 1, 2, 3]);
            Copy(path, 'a').Read().ShouldBeNull();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static KeysCopy Copy(string path, char key) => new(
        Options.Create(new KeyOptions { KeysCopy = path }),
        new ConfigurationBuilder().AddInMemoryCollection([new("Security:TokenKey", new string(key, 40))]).Build(),
        NullLogger<KeysCopy>.Instance);
}

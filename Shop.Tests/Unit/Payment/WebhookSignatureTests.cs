using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Shop.Payments;

namespace Shop.Tests.Unit.Payments;

public sealed class WebhookSignatureTests
{
    private const string Body = """{"id":"evt_1"}""";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void IsValid_SignedJustNow_IsTrue() => IsValid(Sign("secret-a", Now)).ShouldBeTrue();

    [Fact]
    public void IsValid_SignedByEitherOfTwoSecrets_IsTrueWhileBothAreOurs() =>
        new[] { "secret-a", "secret-b" }.ShouldAllBe(secret => IsValid(Sign(secret, Now)));

    [Fact]
    public void IsValid_TwoSignaturesOfWhichOneIsOurs_IsTrue()
    {
        var foreign = Sign("secret-of-tomorrow", Now);

        IsValid($"{foreign},{Sign("secret-a", Now).Split(',')[1]}").ShouldBeTrue();
    }

    [Fact]
    public void IsValid_AnotherSecret_IsFalse() => IsValid(Sign("secret-c", Now)).ShouldBeFalse();

    [Fact]
    public void IsValid_AnotherBody_IsFalse() => IsValid(Sign("secret-a", Now), Body + " ").ShouldBeFalse();

    [Fact]
    public void IsValid_AnotherTimeThanWasSigned_IsFalse() =>
        IsValid(Sign("secret-a", Now).Replace("t=", "t=0", StringComparison.Ordinal)).ShouldBeFalse();

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void IsValid_MoreThanFiveMinutesOff_IsFalse(int seconds) => IsValid(Sign("secret-a", Now.AddSeconds(seconds))).ShouldBeFalse();

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public void IsValid_FiveMinutesOff_IsTrue(int seconds) => IsValid(Sign("secret-a", Now.AddSeconds(seconds))).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("t=1,v1=")]
    [InlineData("t=-1,v1=00")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("t=9223372036854775807,v1=00")]
    [InlineData("v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1767323045,v1=zz00000000000000000000000000000000000000000000000000000000000000")]
    public void IsValid_Malformed_IsFalse(string? header) => IsValid(header).ShouldBeFalse();

    private static bool IsValid(string? header, string body = Body)
    {
        var options = Options.Create(new ProviderOptions { Url = new Uri("http://localhost"), SecretKey = "key", WebhookSecrets = ["secret-a", "secret-b"] });
        return new WebhookSignature(options, new FixedTime()).IsValid(header, Encoding.UTF8.GetBytes(body));
    }

    private static string Sign(string secret, DateTimeOffset time)
    {
        var stamp = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={stamp},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{stamp}.{Body}")))}";
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}

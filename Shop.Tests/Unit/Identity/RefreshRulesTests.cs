using Shop.Identity;

namespace Shop.Tests.Unit.Identities;

public sealed class RefreshRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Valid = [1];
    private static readonly byte[] Before = [2];
    private static readonly byte[] Older = [3];

    [Theory]
    [InlineData(1, "any", 3600, "Rotate")]
    [InlineData(2, "first", 1, "Repeat")]
    [InlineData(2, "first", 60, "Repeat")]
    [InlineData(2, "first", 61, "Reused")]
    [InlineData(2, "other", 10, "Superseded")]
    [InlineData(2, "other", 11, "Reused")]
    [InlineData(3, "first", 1, "Reused")]
    public void Decide_ByWhichTokenItIsAndWhen(byte token, string requestId, int secondsAfter, string expected) =>
        RefreshRules.Decide(Session(), [token], requestId, Now.AddSeconds(secondsAfter)).ToString().ShouldBe(expected);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Decide_SessionIsOver_IsExpiredWhateverComes(byte token) =>
        RefreshRules.Decide(Session(), [token], "first", Now.AddDays(30)).ShouldBe(RefreshDecision.Expired);

    [Fact]
    public void Decide_NeverRotated_KnowsNoTokenBefore() =>
        RefreshRules.Decide(Session() with { PreviousHash = null, RotateRequest = null }, Older, "first", Now).ShouldBe(RefreshDecision.Reused);

    [Fact]
    public void ExpireTime_OfACustomer_EndsInAnyCase()
    {
        var options = new AccountOptions();

        RefreshRules.ExpireTime(Now, Now.AddDays(170), guest: false, options).ShouldBe(Now.AddDays(180));
        RefreshRules.ExpireTime(Now, Now.AddDays(170), guest: true, options).ShouldBe(Now.AddDays(200));
        RefreshRules.ExpireTime(Now, Now.AddDays(1), guest: false, options).ShouldBe(Now.AddDays(31));
    }

    private static StoredSession Session() => new(Guid.Empty, "guest-1", Valid, Before, "first", Now.AddDays(-1), Now, Now.AddDays(30), "guest");
}

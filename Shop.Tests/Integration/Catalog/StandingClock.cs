namespace Shop.Tests.Integration.Catalog;

/// <summary>A clock that always shows the same time, so that nothing ever grows old; what waits, waits as always.</summary>
internal sealed class StandingClock : TimeProvider
{
    private readonly DateTimeOffset _now = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _now;
}

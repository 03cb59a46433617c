namespace Standins.Tests.Aspire.Dashboard;

/// <summary>A clock that stands still.</summary>
internal sealed class SteppedNow(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}

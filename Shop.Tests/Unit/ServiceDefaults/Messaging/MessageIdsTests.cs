using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Unit.ServiceDefaults.Messaging;

public sealed class MessageIdsTests
{
    [Fact]
    public void Next_ManyInOneMillisecond_RiseStrictly()
    {
        var ids = new MessageIds(new StoppedClock());

        var made = Enumerable.Range(0, 10_000).Select(_ => ids.Next()).ToList();

        made.ShouldBe(made.Order());
        made.Distinct().Count().ShouldBe(made.Count);
    }

    [Fact]
    public void Next_ClockGoesBack_StillRises()
    {
        var clock = new StoppedClock();
        var ids = new MessageIds(clock);
        var before = ids.Next();

        clock.Now -= TimeSpan.FromHours(1);

        ids.Next().ShouldBeGreaterThan(before);
    }

    [Fact]
    public void Next_FromSeveralThreads_IsUnique()
    {
        var ids = new MessageIds(TimeProvider.System);

        var made = ParallelEnumerable.Range(0, 50_000).Select(_ => ids.Next()).ToList();

        made.Distinct().Count().ShouldBe(made.Count);
    }

    [Fact]
    public void Next_IsAVersion7UuidOfItsTime()
    {
        var clock = new StoppedClock();

        var id = new MessageIds(clock).Next();

        id.Version.ShouldBe(7);
        (id.Variant & 0b1100).ShouldBe(0b1000);
        var milliseconds = Convert.ToInt64(id.ToString("n")[..12], fromBase: 16);
        milliseconds.ShouldBe(clock.Now.ToUnixTimeMilliseconds());
    }

    private sealed class StoppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

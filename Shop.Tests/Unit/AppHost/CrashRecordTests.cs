using Aspire.Hosting.ApplicationModel;
using Shop.AppHost;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.AppHost;

public sealed class CrashRecordTests
{
    private readonly ManualTime _time = new();
    private readonly CrashRecord _record;

    public CrashRecordTests() => _record = new CrashRecord(_time);

    [Theory]
    [InlineData("Exited")]
    [InlineData("Finished")]
    [InlineData("FailedToStart")]
    public void Note_EndedUnasked_RestartsAtOnce(string end)
    {
        Live(TimeSpan.FromMinutes(1));

        _record.Note(end).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Note_StoppedOnPurpose_DoesNotRestart()
    {
        Live(TimeSpan.FromMinutes(1));
        _record.Note(KnownResourceStates.Stopping).ShouldBeNull();

        _record.Note(KnownResourceStates.Exited).ShouldBeNull();
        _record.Crashes.ShouldBe(0);
    }

    [Fact]
    public void Note_HasNeverRun_DoesNotRestart()
    {
        _record.Note(KnownResourceStates.NotStarted).ShouldBeNull();

        _record.Note(KnownResourceStates.FailedToStart).ShouldBeNull();
    }

    [Fact]
    public void Note_SameStateAgain_DoesNotRestartTwice()
    {
        Live(TimeSpan.FromMinutes(1));
        _record.Note(KnownResourceStates.Exited).ShouldNotBeNull();

        _record.Note(KnownResourceStates.Exited).ShouldBeNull();
        _record.Crashes.ShouldBe(1);
    }

    [Fact]
    public void Note_CrashesAtItsStartAgainAndAgain_WaitsLongerUpToALimit()
    {
        double[] pauses = [.. Enumerable.Range(0, 7).Select(_ =>
        {
            Live(TimeSpan.FromSeconds(2));
            return _record.Note(KnownResourceStates.Exited)!.Value.TotalSeconds;
        })];

        pauses.ShouldBe([0, 0.5, 1.5, 3.5, 7.5, 10, 10]);
    }

    [Fact]
    public void Note_FailsToStartAgainAndAgain_WaitsLonger()
    {
        Live(TimeSpan.FromMinutes(1));
        _record.Note(KnownResourceStates.Exited).ShouldBe(TimeSpan.Zero);
        _record.Note(KnownResourceStates.Starting);

        _record.Note(KnownResourceStates.FailedToStart).ShouldBe(TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public void Note_CrashesAfterItHasSettled_BeginsAnew()
    {
        Live(TimeSpan.FromSeconds(2));
        _record.Note(KnownResourceStates.Exited);
        Live(TimeSpan.FromSeconds(16));

        _record.Note(KnownResourceStates.Exited).ShouldBe(TimeSpan.Zero);
        _record.Crashes.ShouldBe(1);
    }

    private void Live(TimeSpan time)
    {
        _record.Note(KnownResourceStates.Starting).ShouldBeNull();
        _record.Note(KnownResourceStates.Running).ShouldBeNull();
        _time.Advance(time);
    }
}

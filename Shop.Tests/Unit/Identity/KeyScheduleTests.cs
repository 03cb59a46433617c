using Shop.Identity;

namespace Shop.Tests.Unit.Identities;

public sealed class KeyScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Next_NoKeyYet_BeginsNow() => KeySchedule.Next([], Start).ShouldBe(Start);

    [Fact]
    public void Next_ADayBeforeTheEnd_BeginsAtTheEnd()
    {
        KeySchedule.Next([Start], Start.AddDays(28.9)).ShouldBeNull();
        KeySchedule.Next([Start], Start.AddDays(29)).ShouldBe(Start.AddDays(30));
    }

    [Fact]
    public void Next_AfterALongSleep_IsPublishedADayBeforeItSigns() =>
        KeySchedule.Next([Start], Start.AddDays(100)).ShouldBe(Start.AddDays(101));

    // Looked at every so often for a year, also with long pauses: what every moment must fulfil.
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.7)]
    [InlineData(9)]
    [InlineData(45)]
    public void Schedule_OverAYear_SignsWithPublishedKeysAndKeepsThemLongEnough(double days)
    {
        var keys = new List<DateTimeOffset>();
        var published = new Dictionary<DateTimeOffset, DateTimeOffset>();
        var lastSigned = new Dictionary<DateTimeOffset, DateTimeOffset>();
        for (var now = Start; now < Start.AddDays(365); now = now.AddDays(days))
        {
            foreach (var over in keys.Where(key => KeySchedule.IsOver(key, keys, now)).ToList())
            {
                (now - lastSigned[over]).ShouldBeGreaterThan(TimeSpan.FromMinutes(15));
                keys.Remove(over);
            }

            if (KeySchedule.Next(keys, now) is { } next)
            {
                keys.Add(next);
                published[next] = now;
            }

            var boxes = keys.ConvertAll(key => (object)key);
            var signing = (DateTimeOffset)KeySchedule.Signing(boxes, key => (DateTimeOffset)key, now).ShouldNotBeNull();
            lastSigned[signing] = now;
            (signing == Start || now - published[signing] >= KeySchedule.Lead).ShouldBeTrue();
            keys.Count.ShouldBeLessThanOrEqualTo(3);
        }
    }
}

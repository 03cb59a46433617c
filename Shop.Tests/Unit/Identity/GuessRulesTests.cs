using Shop.Identity;

namespace Shop.Tests.Unit.Identities;

public sealed class GuessRulesTests
{
    [Fact]
    public void Delays_AreNothingAtFirstThenDoubleUpToAQuarterOfAnHour() =>
        GuessRules.Delays(GuessRules.FreePasswords).ShouldBe([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]);

    [Fact]
    public void Delays_OfADay_LetLessThanAHundredAndTwentyGuessesThrough()
    {
        var delays = GuessRules.Delays(GuessRules.FreePasswords);
        var (seconds, tries) = (0L, 0);
        for (; seconds < 86_400; tries++)
        {
            seconds += delays[Math.Min(tries, delays.Length - 1)];
        }

        tries.ShouldBeLessThan(120);
    }
}

namespace Shop.Identity;

/// <summary>
/// How long the next try has to wait after so many that failed: nothing for somebody who mistypes, doubling from then on up to a
/// quarter of an hour. Guessing at one account then makes less than a hundred tries a day, whatever is sent.
/// </summary>
internal static class GuessRules
{
    /// <summary>Tries at a password of one account that cost nothing.</summary>
    public const int FreePasswords = 5;

    /// <summary>The same from one network address, behind which many may sit.</summary>
    public const int FreeFromAddress = 50;

    /// <summary>Letters to one e-mail address that are sent without delay.</summary>
    public const int FreeLetters = 3;

    /// <summary>After so long without a try everything is forgotten.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private const int Doublings = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>The seconds to wait after the first failure, the second ...; the last holds for all that follow.</summary>
    /// <param name="free">How many cost nothing.</param>
    public static long[] Delays(int free) => [.. Enumerable.Repeat(0L, free), .. Enumerable.Range(0, Doublings + 1).Select(Delay)];

    private static long Delay(int doubling) => Math.Min(1L << doubling, (long)Longest.TotalSeconds);
}

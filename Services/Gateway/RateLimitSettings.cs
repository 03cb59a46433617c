using System.ComponentModel.DataAnnotations;

namespace Shop.Gateway;

/// <summary>
/// The configuration section <c>RateLimits</c>: how much one caller and one address may call. The defaults let a whole office shop
/// from one address, and stop a script.
/// </summary>
internal sealed class RateLimitSettings
{
    public const string Section = "RateLimits";

    /// <summary>Off for load tests, whose callers all have one address.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>All requests of one address.</summary>
    public Rate Address { get; set; } = new() { Burst = 3000, PerSecond = 1000 };

    /// <summary>All calls with one caller's token, from wherever.</summary>
    public Rate Caller { get; set; } = new() { Burst = 500, PerSecond = 200 };

    /// <summary>
    /// What an address may change without a token, which is signing in, registering, resetting a password and the like: what is
    /// guessed at. Every rpc that is for everybody and does not only read counts, but for new guests and refreshes.
    /// </summary>
    public Rate Entrance { get; set; } = new() { Burst = 60, PerSecond = 1 };

    /// <summary>New guests of an address, whether they ask for a session or just begin: a row each, and nothing to guess.</summary>
    public Rate Guests { get; set; } = new() { Burst = 1000, PerSecond = 5 };

    /// <summary>Refreshes of sessions: every shopper behind an address has one each few minutes, and nobody guesses 256 bits.</summary>
    public Rate Refreshes { get; set; } = new() { Burst = 1000, PerSecond = 50 };

    /// <summary>How many streams an address may have open at once.</summary>
    [Range(1, int.MaxValue)]
    public int StreamsPerAddress { get; set; } = 1000;
}

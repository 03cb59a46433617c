using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;

namespace Shop.Gateway;

/// <summary>A token bucket.</summary>
internal sealed class Rate
{
    private const int TicksPerSecond = 10;

    /// <summary>How many calls at once, after a pause.</summary>
    [Range(1, int.MaxValue)]
    public int Burst { get; set; }

    /// <summary>How many calls a second in the long run.</summary>
    [Range(0.01, 1_000_000)]
    public double PerSecond { get; set; }

    /// <summary>The bucket; a slow one is filled by one at a time, a fast one in tenths of a second.</summary>
    public TokenBucketRateLimiterOptions ToBucket() => new()
    {
        TokenLimit = Burst,
        TokensPerPeriod = Math.Max(1, (int)Math.Round(PerSecond / TicksPerSecond)),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, Math.Round(PerSecond / TicksPerSecond)) / PerSecond),
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}

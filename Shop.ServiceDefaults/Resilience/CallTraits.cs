using Polly;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>What the strategies of a pipeline need to know of the call that runs through it.</summary>
internal static class CallTraits
{
    /// <summary>Whether the call may be sent again, see <see cref="RepeatableCalls"/>.</summary>
    public static readonly ResiliencePropertyKey<bool> Repeatable = new("shop.repeatable");

    /// <summary>When the call has to be over, retries and delays included (UTC).</summary>
    public static readonly ResiliencePropertyKey<DateTime> Deadline = new("shop.deadline");

    /// <summary>Whether the attempt had all the time that an attempt may take. If not, its timeout says nothing of the replica.</summary>
    public static readonly ResiliencePropertyKey<bool> Patient = new("shop.patient");
}

using System.ComponentModel.DataAnnotations;

namespace Shop.Orders;

/// <summary>How long an order waits, and for what. Configuration section <c>Order</c>.</summary>
internal sealed class OrderOptions
{
    /// <summary>How long an order waits for its payment before it is cancelled.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "20:00:00")]
    public TimeSpan PaymentDeadline { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How much longer than its order waits a reservation holds. The order gives up before its stock does: were it the other way
    /// round, an order could be paid whose stock somebody else has bought meanwhile, for no reason but the clock. Not much longer:
    /// it is also how long stock is held for an order that was never accepted because PlaceOrder broke off.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ReservationMargin { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How old an order is when Payment is asked about it for the first time, instead of waiting for the event any longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "20:00:00")]
    public TimeSpan AskAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after that it is asked again.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan AskInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two looks for orders that are due to be asked about.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many orders a replica places at once.</summary>
    [Range(1, 10_000)]
    public int MaxPlacing { get; set; } = 32;

    /// <summary>How many more may wait for that; who comes then is told to come again.</summary>
    [Range(0, 100_000)]
    public int MaxWaiting { get; set; } = 1000;
}

namespace Shop.Orders;

/// <summary>What the sweeper does about an order that awaits its payment.</summary>
internal enum Resolution
{
    /// <summary>Nothing is certain yet, and there is time: look again later.</summary>
    Wait,

    /// <summary>Its money is held: go on as if the event had come.</summary>
    GoOn,

    /// <summary>Cancel it: the payment was declined.</summary>
    Decline,

    /// <summary>Cancel it: the payment was not certain in time. Payment hears of it, and undoes whatever comes later.</summary>
    TimeOut,
}

namespace Shop.Payments;

/// <summary>Where a refund stands.</summary>
internal enum RefundState : short
{
    /// <summary>To be given back.</summary>
    Wanted = 1,

    /// <summary>Given back.</summary>
    Done = 2,

    /// <summary>Nothing was left to give back: the whole was, with the order's cancellation.</summary>
    Needless = 3,
}

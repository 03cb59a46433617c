namespace Shop.Load.Journals;

/// <summary>What a shopper or an administrator was told.</summary>
internal enum JournalKind
{
    /// <summary>The order is accepted.</summary>
    Placed,

    /// <summary>There will be no order.</summary>
    Refused,

    /// <summary>The order is cancelled.</summary>
    Cancelled,

    /// <summary>A parcel is on its way.</summary>
    Shipped,

    /// <summary>A parcel has arrived.</summary>
    Delivered,

    /// <summary>Money is given back.</summary>
    Refunded,
}

namespace Shop.Load.Journals;

/// <summary>What a shopper was told.</summary>
internal enum JournalKind
{
    /// <summary>The order is accepted.</summary>
    Placed,

    /// <summary>There will be no order.</summary>
    Refused,

    /// <summary>The order is cancelled.</summary>
    Cancelled,
}

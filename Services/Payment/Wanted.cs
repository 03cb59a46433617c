namespace Shop.Payments;

/// <summary>What the order wants of its payment. Only ever rises: a confirmation that comes after the cancellation changes nothing.</summary>
internal enum Wanted : short
{
    /// <summary>The money held.</summary>
    Authorize = 1,

    /// <summary>The money taken.</summary>
    Capture = 2,

    /// <summary>No money of it with the shop: never held, let go, or given back.</summary>
    Nothing = 3,
}

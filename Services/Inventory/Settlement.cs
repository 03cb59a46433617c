using Shop.Contracts.Inventory.V1;

namespace Shop.Inventory;

/// <summary>One of the steps of a reservation, and what each of its pieces does to the counts.</summary>
internal sealed record Settlement(ReservationState From, ReservationState To, MovementKind Kind, int OnHandPerPiece, int ReservedPerPiece)
{
    /// <summary>Pieces are held from now on.</summary>
    public static readonly Settlement Hold = new(ReservationState.Unspecified, ReservationState.Held, MovementKind.Reserved, OnHandPerPiece: 0, ReservedPerPiece: 1);

    /// <summary>Held pieces leave the shelf for the order.</summary>
    public static readonly Settlement Commit = new(ReservationState.Held, ReservationState.Committed, MovementKind.Committed, OnHandPerPiece: -1, ReservedPerPiece: -1);

    /// <summary>Held pieces can be sold again.</summary>
    public static readonly Settlement Release = new(ReservationState.Held, ReservationState.Released, MovementKind.Released, OnHandPerPiece: 0, ReservedPerPiece: -1);

    /// <summary>Held pieces can be sold again, because nobody committed them in time.</summary>
    public static readonly Settlement Expire = new(ReservationState.Held, ReservationState.Expired, MovementKind.Expired, OnHandPerPiece: 0, ReservedPerPiece: -1);

    /// <summary>Committed pieces come back to the shelf, all that have not come back before.</summary>
    public static readonly Settlement Return = new(ReservationState.Committed, ReservationState.Released, MovementKind.Returned, OnHandPerPiece: 1, ReservedPerPiece: 0);

    /// <summary>Committed pieces come back to the shelf, some of them; the order keeps the rest.</summary>
    public static readonly Settlement Restock = Return with { To = ReservationState.Committed };

    /// <summary>Whether more or less can be sold afterwards.</summary>
    public bool ChangesAvailable => OnHandPerPiece != ReservedPerPiece;
}

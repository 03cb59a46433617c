using Shop.Contracts.Inventory.V1;

namespace Shop.Inventory;

/// <summary>One of the ways a reservation ends, and what each of its pieces does to the counts.</summary>
internal sealed record Settlement(ReservationState State, MovementKind Kind, int OnHandPerPiece, int ReservedPerPiece)
{
    /// <summary>Held pieces leave the shelf for the order.</summary>
    public static readonly Settlement Commit = new(ReservationState.Committed, MovementKind.Committed, OnHandPerPiece: -1, ReservedPerPiece: -1);

    /// <summary>Held pieces can be sold again.</summary>
    public static readonly Settlement Release = new(ReservationState.Released, MovementKind.Released, OnHandPerPiece: 0, ReservedPerPiece: -1);

    /// <summary>Held pieces can be sold again, because nobody committed them in time.</summary>
    public static readonly Settlement Expire = new(ReservationState.Expired, MovementKind.Expired, OnHandPerPiece: 0, ReservedPerPiece: -1);

    /// <summary>Committed pieces come back to the shelf.</summary>
    public static readonly Settlement Return = new(ReservationState.Released, MovementKind.Returned, OnHandPerPiece: 1, ReservedPerPiece: 0);
}

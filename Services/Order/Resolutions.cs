using Shop.Contracts.Payment.V1;

namespace Shop.Orders;

/// <summary>Decides what to do about an order that awaits its payment. Pure.</summary>
internal static class Resolutions
{
    /// <param name="payment">What Payment says; unspecified when it does not answer, or does not know the order yet.</param>
    /// <param name="isOver">Whether the order's time is over.</param>
    public static Resolution Decide(PaymentState payment, bool isOver) => payment switch
    {
        PaymentState.Authorized or PaymentState.Captured => Resolution.GoOn,
        PaymentState.Declined => Resolution.Decline,
        // Money that was held once and is no more will not come back by waiting.
        PaymentState.Voided or PaymentState.Refunded => Resolution.TimeOut,
        _ => isOver ? Resolution.TimeOut : Resolution.Wait,
    };
}

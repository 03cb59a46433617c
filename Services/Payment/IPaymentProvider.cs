namespace Shop.Payments;

/// <summary>
/// Who moves the money. Every call may be repeated with the same key and is done once; none throws because the provider is away:
/// that is an unknown outcome. Cancelled, the outcome is unknown, too.
/// </summary>
internal interface IPaymentProvider
{
    /// <summary>Holds the money of an order.</summary>
    Task<ProviderAnswer> AuthorizeAsync(StoredPayment payment, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Takes the held money, all of it.</summary>
    Task<ProviderAnswer> CaptureAsync(StoredPayment payment, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>
    /// Lets the held money go. Of an order that the provider has never seen, it remembers that none may be held: an authorization
    /// that is still on its way is refused.
    /// </summary>
    Task<ProviderAnswer> VoidAsync(StoredPayment payment, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Gives a part of the taken money back.</summary>
    Task<ProviderAnswer> RefundAsync(StoredPayment payment, Guid refundId, long amount, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>Asks how the payment of an order stands.</summary>
    Task<ProviderAnswer> GetStatusAsync(Guid orderId, CancellationToken cancellationToken);
}

namespace Shop.PaymentProvider;

/// <summary>A payment as the API shows it.</summary>
internal sealed record Charge(
    string Id, Guid Reference, long Amount, string Currency, string Status, bool Authorized, long AmountCaptured, long AmountRefunded, string? DeclineCode, IReadOnlyList<RefundEntry> Refunds);

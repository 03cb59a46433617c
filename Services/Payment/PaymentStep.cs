namespace Shop.Payments;

/// <summary>What to ask of the provider next.</summary>
internal abstract record PaymentStep
{
    /// <summary>Hold the money.</summary>
    public sealed record Authorize : PaymentStep;

    /// <summary>Take the held money.</summary>
    public sealed record Capture : PaymentStep;

    /// <summary>Let the money go, and hold none of it if the authorization should still arrive.</summary>
    public sealed record Void : PaymentStep;

    /// <summary>Give money back.</summary>
    public sealed record Refund(Guid RefundId, long Amount) : PaymentStep;
}

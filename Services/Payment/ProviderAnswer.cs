namespace Shop.Payments;

/// <summary>What came of asking the provider.</summary>
internal abstract record ProviderAnswer
{
    /// <summary>The provider says how the payment stands.</summary>
    /// <param name="Payment">How it stands.</param>
    /// <param name="Refused">Whether it refused what was asked; a declined authorization is no refusal, it is an outcome.</param>
    public sealed record Known(ProviderPayment Payment, bool Refused = false) : ProviderAnswer;

    /// <summary>The provider has never seen it.</summary>
    public sealed record Unseen : ProviderAnswer;

    /// <summary>No answer, or none that tells: it may have been done, or not.</summary>
    /// <param name="Reason">For the log; holds no secret.</param>
    public sealed record Unknown(string Reason) : ProviderAnswer;
}

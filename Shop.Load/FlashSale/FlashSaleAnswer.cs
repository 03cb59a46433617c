namespace Shop.Load.FlashSale;

/// <summary>What a shopper was told.</summary>
/// <param name="What"><c>accepted</c>, or the code and reason of the refusal.</param>
/// <param name="Took">How long the call that was answered took.</param>
/// <param name="Waited">How long from the start of the sale, calls that were shed and the pauses after them included.</param>
/// <param name="OrderId">The order; null when there is none.</param>
internal sealed record FlashSaleAnswer(string What, TimeSpan Took, TimeSpan Waited, string? OrderId);

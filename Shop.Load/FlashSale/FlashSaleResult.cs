namespace Shop.Load.FlashSale;

/// <summary>How a flash sale went.</summary>
/// <param name="Answers">One a shopper.</param>
/// <param name="Shed">How many calls were answered that it is too much at the moment, and were repeated.</param>
/// <param name="Complaints">What is not as promised; empty when all is well.</param>
internal sealed record FlashSaleResult(IReadOnlyList<FlashSaleAnswer> Answers, int Shed, IReadOnlyList<string> Complaints);

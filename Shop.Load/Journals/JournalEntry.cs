namespace Shop.Load.Journals;

/// <summary>A definite answer to one request to order, as the shopper noted it.</summary>
/// <param name="Kind">What was answered.</param>
/// <param name="RequestId">The request's id.</param>
/// <param name="OrderId">The order; empty when there is none.</param>
/// <param name="CurrencyCode">Of the amount.</param>
/// <param name="Total">What was ordered for, in minor units.</param>
/// <param name="Lines">What was ordered.</param>
/// <param name="Reason">Why it was refused; empty when it was not.</param>
internal sealed record JournalEntry(JournalKind Kind, string RequestId, string OrderId, string CurrencyCode, long Total, IReadOnlyList<JournalLine> Lines, string Reason);

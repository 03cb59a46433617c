namespace Shop.Load.Journals;

/// <summary>A definite answer to one request, as whoever asked noted it.</summary>
/// <param name="Kind">What was answered.</param>
/// <param name="RequestId">The request's id.</param>
/// <param name="OrderId">The order; empty when there is none.</param>
/// <param name="CurrencyCode">Of the amount.</param>
/// <param name="Total">What was ordered for, or given back, in minor units.</param>
/// <param name="Lines">What was ordered, is in the parcel, or was given back.</param>
/// <param name="Reason">Why it was refused; empty when it was not.</param>
/// <param name="PartId">The parcel or the refund; empty for the order as a whole.</param>
internal sealed record JournalEntry(JournalKind Kind, string RequestId, string OrderId, string CurrencyCode, long Total, IReadOnlyList<JournalLine> Lines, string Reason, string PartId = "");

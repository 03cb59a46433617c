namespace Shop.Load.Checkout;

/// <summary>What a run has measured.</summary>
/// <param name="Shoppers">How many checked out at once.</param>
/// <param name="Placed">How long each PlaceOrder took to answer.</param>
/// <param name="Confirmed">How long after the answer each shopper saw CONFIRMED.</param>
/// <param name="OrdersPerSecond">Orders placed and confirmed a second.</param>
/// <param name="Statements">Calls a checkout of each statement, nobody watching.</param>
/// <param name="WatchedStatements">Calls a checkout of all statements, the shopper watching.</param>
internal sealed record CheckoutResult(
    int Shoppers,
    IReadOnlyList<TimeSpan> Placed,
    IReadOnlyList<TimeSpan> Confirmed,
    double OrdersPerSecond,
    IReadOnlyDictionary<Statement, double> Statements,
    double WatchedStatements)
{
    /// <summary>Statements a checkout over all services.</summary>
    public double StatementsPerCheckout => Statements.Values.Sum();
}

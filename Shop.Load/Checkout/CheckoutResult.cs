namespace Shop.Load.Checkout;

/// <summary>What a run has measured.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Hurried">The pass whose shoppers order again as soon as an order is confirmed: how much the shop takes.</param>
/// <param name="Unhurried">The pass whose shoppers look around before each order: how long one of them waits.</param>
/// <param name="Statements">Calls a checkout of each statement, nobody watching.</param>
/// <param name="WatchedStatements">Calls a checkout of all statements, the shopper watching.</param>
internal sealed record CheckoutResult(
    CheckoutOptions Options,
    CheckoutPass Hurried,
    CheckoutPass Unhurried,
    IReadOnlyDictionary<Statement, double> Statements,
    double WatchedStatements)
{
    /// <summary>Statements a checkout over all services.</summary>
    public double StatementsPerCheckout => Statements.Values.Sum();
}

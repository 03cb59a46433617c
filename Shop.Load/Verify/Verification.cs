using RabbitMQ.Client.Exceptions;
using Shop.Load.Verify.Invariants;

namespace Shop.Load.Verify;

/// <summary>Holds every promise against the data.</summary>
internal static class Verification
{
    private const int ShownOffenders = 5;

    /// <summary>All promises.</summary>
    public static readonly IReadOnlyList<IInvariant> All =
    [
        new StockEqualsLedger(),
        new StockIsNeverNegative(),
        new HeldStockIsReserved(),
        new ReservationsHaveOrders(),
        new StockTakenIsSold(),
        new TotalsAddUp(),
        new OrdersAreDecidedInTime(),
        new OneAuthorizationOneCapture(),
        new OneChargeAtProvider(),
        new LedgerIsProviders(),
        new NoChargeWithoutOrder(),
        new MoneyIsWhatOrdersSay(),
        new CancelledOrdersHoldNoMoney(),
        new KeysSign(),
        new SessionsHaveOwners(),
        new CustomersHaveTheirOrders(),
        new ErasedAccountsAreForgotten(),
        new OutboxesAreEmpty(),
        new QueuesAreEmpty(),
        new NoDeadLetters(),
        new AcceptedOrdersAreThere(),
        new PartsAreThere(),
        new RefusalsMadeNoOrder(),
    ];

    /// <summary>Checks everything, and prints a line each.</summary>
    /// <returns>What each of the promises came to.</returns>
    public static async Task<IReadOnlyDictionary<IInvariant, Finding>> RunAsync(VerifyOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        await using var shop = await ShopSnapshot.TakeAsync(options, cancellationToken);
        var findings = new Dictionary<IInvariant, Finding>();
        foreach (var invariant in All)
        {
            var finding = await CheckAsync(invariant, shop, cancellationToken);
            findings[invariant] = finding;
            Print(output, invariant, finding);
        }

        return findings;
    }

    private static async Task<Finding> CheckAsync(IInvariant invariant, ShopSnapshot shop, CancellationToken cancellationToken)
    {
        try
        {
            return await invariant.CheckAsync(shop, cancellationToken);
        }
        catch (MissingDatabaseException exception)
        {
            return new Finding(exception.Message, [], IsChecked: false);
        }
        catch (BrokerUnreachableException exception)
        {
            return new Finding("the broker does not answer", [exception.Message]);
        }
    }

    private static void Print(TextWriter output, IInvariant invariant, Finding finding)
    {
        output.WriteLine($"{(finding.IsBroken ? "FAIL" : finding.IsChecked ? "ok  " : "--  ")} {invariant.Name,-36} {finding.Figures}");
        foreach (var offender in finding.Offenders.Take(ShownOffenders))
        {
            output.WriteLine($"       {offender}");
        }

        if (finding.Offenders.Count > ShownOffenders)
        {
            output.WriteLine($"       and {finding.Offenders.Count - ShownOffenders} more");
        }
    }
}

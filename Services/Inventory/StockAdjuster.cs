using System.Globalization;
using Grpc.Core;
using Npgsql;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>Adjusts stock: the counts, the ledger, the event and the kept answer in one transaction.</summary>
internal sealed class StockAdjuster(InventoryStore store, StockHints hints, RequestIds requests, Outbox outbox, TimeProvider time)
{
    /// <summary>Adjusts once; a repeat of the request gets the first answer, also when it could not be done a second time.</summary>
    /// <exception cref="RpcException">FAILED_PRECONDITION BELOW_RESERVED, NOT_FOUND LOCATION_NOT_FOUND, or INVALID_ARGUMENT.</exception>
    public async Task<Stock> AdjustAsync(RequestKey key, StockAdjustment adjustment, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAdjustAsync(key, adjustment, knownHere: true, cancellationToken)
                ?? (await TryAdjustAsync(key, adjustment, knownHere: false, cancellationToken))!;
        }
        catch (Exception exception) when (exception is RpcException || (exception is PostgresException failure && RequestIds.IsRepeat(failure)))
        {
            if (await requests.FindAsync<Stock>(key, cancellationToken) is { } answer)
            {
                return answer;
            }

            throw;
        }
    }

    /// <returns>Null when the stock is not known there, contrary to what was taken for granted.</returns>
    private async Task<Stock?> TryAdjustAsync(RequestKey key, StockAdjustment adjustment, bool knownHere, CancellationToken cancellationToken)
    {
        await using var transaction = store.Begin();
        if (!knownHere)
        {
            AdjustmentSql.AppendLockOut(transaction.Batch);
        }

        AdjustmentSql.AppendSelectLocation(transaction.Batch, adjustment.LocationId);
        StockSql.AppendLock(transaction.Batch, [adjustment.Sku]);
        int priority;
        IReadOnlyList<StockRow> stock;
        await using (var reader = await transaction.ReadAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                throw ShopErrors.NotFound("location", adjustment.LocationId);
            }

            priority = reader.GetInt32(0);
            await reader.NextResultAsync(cancellationToken);
            stock = await StockSql.ReadAsync(reader, cancellationToken);
        }

        var decision = Accept(adjustment.Decide(stock));
        if (knownHere && decision.Row is null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var row = decision.Row ?? new StockRow(adjustment.Sku, adjustment.LocationId, priority, OnHand: 0, Reserved: 0, Revision: 0, now);
        var changed = decision.Delta != 0 || decision.Row is null;
        var after = changed ? row with { OnHand = row.OnHand + decision.Delta, Revision = row.Revision + 1, UpdateTime = now } : row;
        var totals = StockTotals.Of([.. stock.Where(other => other != decision.Row), after]);
        if (changed)
        {
            AdjustmentSql.AppendAdjust(transaction.Batch, adjustment, decision, now);
            outbox.Append(transaction.Batch, StockEvents.Changed(totals));
        }

        var answer = Contract.ToMessage(totals, complete: true);
        RequestIds.Append(transaction.Batch, key, answer);
        await transaction.CommitAsync(cancellationToken);
        hints.Learn(totals.Locations);
        outbox.Wake();
        return answer;
    }

    private static AdjustDecision.Adjust Accept(AdjustDecision decision) => decision switch
    {
        AdjustDecision.Adjust adjust => adjust,
        AdjustDecision.BelowReserved below => throw ShopErrors.FailedPrecondition(
            "BELOW_RESERVED",
            "Less would be there than is held for orders.",
            new Dictionary<string, string>
            {
                ["on_hand"] = below.OnHand.ToString(CultureInfo.InvariantCulture),
                ["reserved"] = below.Reserved.ToString(CultureInfo.InvariantCulture),
            }),
        _ => throw ShopErrors.InvalidArgument("delta", $"must leave at most {StockAdjustment.LargestStock} pieces of the SKU over all locations"),
    };
}

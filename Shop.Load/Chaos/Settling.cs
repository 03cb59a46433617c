using System.Diagnostics;
using Npgsql;
using RabbitMQ.Client.Exceptions;
using Shop.Load.Verify;

namespace Shop.Load.Chaos;

/// <summary>Waits until nothing is under way in a shop where nobody shops any more.</summary>
internal sealed class Settling(ChaosShop shop, ChaosOptions options, Action<string> tell)
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private static readonly IReadOnlyList<(string Database, string What, string Sql)> UnderWay =
    [
        (Databases.Order, "orders that await their payment", "SELECT count(*) FROM orders WHERE state = 1"),
        (Databases.Inventory, "held reservations", "SELECT count(*) FROM reservation WHERE state = 1"),
        (Databases.Payment, "payments in hand", "SELECT count(*) FROM payment WHERE due_time IS NOT NULL"),
        (Databases.Provider, "webhooks on their way", "SELECT count(*) FROM webhook WHERE delivered_time IS NULL"),
        .. Databases.WithOutbox.Select(database => (database, $"events in the outbox of {database}", "SELECT count(*) FROM outbox")),
    ];

    /// <summary>Waits.</summary>
    /// <returns>Whether it has settled in time; what is left is verify's to judge.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var last = "";
        while (true)
        {
            var left = await LeftAsync(cancellationToken);
            if (left == "")
            {
                tell($"settled after {watch.Elapsed.TotalSeconds:0.0} s");
                return true;
            }

            if (watch.Elapsed > options.SettleLimit)
            {
                tell($"not settled after {watch.Elapsed.TotalSeconds:0} s: {left}");
                return false;
            }

            if (left != last)
            {
                tell($"settling: {left}");
                last = left;
            }

            await Task.Delay(Glance, cancellationToken);
        }
    }

    private async Task<string> LeftAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var now = await ShopSnapshot.TakeAsync(new VerifyOptions(shop.Servers, AtRest: true, JournalFile: null), cancellationToken);
            var left = new List<string>();
            foreach (var (database, what, sql) in UnderWay.Where(entry => now.Has(entry.Database)))
            {
                left.AddRange((await now.ReadAsync(database, sql, row => row.GetInt64(0), cancellationToken)).Where(count => count > 0).Select(count => $"{count} {what}"));
            }

            await using var queues = await BrokerQueues.ConnectAsync(shop.Servers.Broker, cancellationToken);
            var messages = (await queues.CountAsync([.. ShopQueues.Working, .. ShopQueues.Waiting], cancellationToken)).Sum(queue => queue.Messages);
            return string.Join(", ", messages > 0 ? [.. left, $"{messages} messages"] : left);
        }
        catch (Exception exception) when (exception is NpgsqlException or BrokerUnreachableException)
        {
            return exception.Message;
        }
    }
}

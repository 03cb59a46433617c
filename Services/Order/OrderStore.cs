using Npgsql;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Orders;

/// <summary>Orders in Postgres. Whoever changes one decides on what he read, without a lock; the write fails when somebody else was faster, and he decides anew.</summary>
internal sealed class OrderStore(NpgsqlDataSource dataSource, RequestIds requests, Outbox outbox, RecentOrders recent, OrderChanges changes, OrderTelemetry telemetry)
{
    private const string OrderThere = "orders_pkey";
    private const string LinesThere = "order_line_pkey";
    private const string NumberTaken = "orders_number_unique";
    private const int MaxNumbers = 8;

    private const string Select = $"""
        -- select order
        SELECT {OrderRow.Columns}
        FROM orders o
        WHERE o.order_id = $1
        """;

    /// <summary>
    /// Accepts an order: the order, its lines, the kept answer and the event, in one transaction and one round trip. A repeat of
    /// the request gets the first answer.
    /// </summary>
    /// <exception cref="RequestIdReusedException">The request id was used with another request.</exception>
    public async Task<Order> PlaceAsync(RequestKey key, Order order, string paymentToken, DateTimeOffset checkTime, CancellationToken cancellationToken)
    {
        var orderId = Guid.Parse(order.OrderId);
        for (var attempt = 0; ; attempt++)
        {
            order.Number = OrderIds.Number(orderId, attempt);
            try
            {
                var answer = await requests.ExecuteAsync(
                    key,
                    order,
                    batch =>
                    {
                        OrderSql.AppendInsert(batch, order, paymentToken, checkTime);
                        outbox.Append(batch, OrderEvents.Placed(order, paymentToken));
                        OneStatement.Combine(batch, "place order");
                    },
                    cancellationToken);
                if (ReferenceEquals(answer, order))
                {
                    outbox.Wake();
                    recent.Add(orderId, order);
                    telemetry.Changed(before: null, order);
                }

                return answer;
            }
            catch (PostgresException exception) when (exception.ConstraintName == NumberTaken && attempt < MaxNumbers)
            {
                // Forty bits are few enough for two orders to meet in one number; the next one follows from the id, too.
            }
            catch (PostgresException exception) when (exception.ConstraintName is OrderThere or LinesThere)
            {
                // A repeat of the request, seen by the order's id before it was by its own, as the parts of the statement run in no
                // order; the kept answer may have been swept away.
                return await requests.FindAsync<Order>(key, cancellationToken) ?? await FindAsync(orderId, cancellationToken)
                    ?? throw new InvalidOperationException($"Order {orderId} is there and is not.", exception);
            }
        }
    }

    /// <summary>The order with this id; null when there is none.</summary>
    public async Task<Order?> FindAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Select);
        command.Parameters.Add(new() { Value = orderId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? OrderRow.Read(reader) : null;
    }

    /// <summary>The order to decide on: as this replica accepted it, when that was just now, else as it is stored. Only for <see cref="ChangeAsync(Order, Func{Order, OrderDecision?}, CancellationToken)"/>, which finds out what is outdated.</summary>
    public async ValueTask<Order?> FindToChangeAsync(Guid orderId, CancellationToken cancellationToken) =>
        recent.Take(orderId) ?? await FindAsync(orderId, cancellationToken);

    /// <summary>Has somebody decide what becomes of an order, and stores it with the events that tell of it.</summary>
    /// <param name="order">The order as it was read.</param>
    /// <param name="decide">Decides, pure; null when there is nothing to do. May be asked again, with a later version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ChangeAsync(Order order, Func<Order, OrderDecision?> decide, CancellationToken cancellationToken)
    {
        for (var current = order; current is not null; current = await FindAsync(Guid.Parse(order.OrderId), cancellationToken))
        {
            if (decide(current) is not { } decision || await TryMoveAsync(key: null, current, decision, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>The same for a request, whose answer is the order and is kept; a repeat of it has no effect and gets the first answer.</summary>
    /// <returns>The order as it is then; null when there is none.</returns>
    /// <exception cref="RequestIdReusedException">The request id was used with another request.</exception>
    public async Task<Order?> ChangeAsync(RequestKey key, Guid orderId, Func<Order, OrderDecision?> decide, CancellationToken cancellationToken)
    {
        while (await FindAsync(orderId, cancellationToken) is { } order)
        {
            if (decide(order) is not { } decision)
            {
                return await requests.FindAsync<Order>(key, cancellationToken) ?? order;
            }

            try
            {
                if (await TryMoveAsync(key, order, decision, cancellationToken))
                {
                    return decision.Order;
                }
            }
            catch (PostgresException exception) when (RequestIds.IsRepeat(exception))
            {
                return await requests.FindAsync<Order>(key, cancellationToken);
            }
        }

        return null;
    }

    // A batch is a transaction by itself. A kept answer is written before the rest, so that a repeat is known as one.
    private async Task<bool> TryMoveAsync(RequestKey? key, Order before, OrderDecision decision, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        if (key is not null)
        {
            RequestIds.Append(batch, key, decision.Order);
        }

        OrderSql.AppendMove(batch, before, decision.Order);
        outbox.Append(batch, [.. decision.Events]);
        if (key is null)
        {
            OneStatement.Combine(batch, "move order");
        }

        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (OrderSql.IsOutdated(exception))
        {
            return false;
        }

        outbox.Wake();
        recent.Take(Guid.Parse(before.OrderId));
        telemetry.Changed(before, decision.Order);
        changes.Notify(Guid.Parse(before.OrderId), Etags.RevisionOf(decision.Order.Etag));
        return true;
    }
}

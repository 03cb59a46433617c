using Npgsql;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Orders;

/// <summary>Orders in Postgres.</summary>
internal sealed class OrderStore(NpgsqlDataSource dataSource, RequestIds requests, Outbox outbox)
{
    private const string NumberTaken = "orders_number_unique";
    private const int MaxNumbers = 8;

    /// <summary>
    /// Accepts an order: the order, its lines, the kept answer and the event, in one transaction and one round trip. A repeat of
    /// the request gets the first answer.
    /// </summary>
    /// <exception cref="RequestIdReusedException">The request id was used with another request.</exception>
    public async Task<Order> PlaceAsync(RequestKey key, Order order, string paymentToken, CancellationToken cancellationToken)
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
                        OrderSql.AppendInsert(batch, order, paymentToken);
                        outbox.Append(batch, OrderEvents.Placed(order, paymentToken));
                    },
                    cancellationToken);
                outbox.Wake();
                return answer;
            }
            catch (PostgresException exception) when (exception.ConstraintName == NumberTaken && attempt < MaxNumbers)
            {
                // Forty bits are few enough for two orders to meet in one number; the next one follows from the id, too.
            }
        }
    }

    /// <summary>The order with this id; null when there is none.</summary>
    public async Task<Order?> FindAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        OrderSql.AppendSelect(batch, orderId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await OrderSql.ReadAsync(reader, cancellationToken);
    }
}

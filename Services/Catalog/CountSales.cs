using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>Counts what is ordered, for those who sort by popularity.</summary>
internal sealed class CountSales : IConsumer<OrderConfirmed>
{
    // See product_search.popularity. In one order, so that no two orders wait for each other.
    private const string Count = """
        UPDATE product_search
        SET popularity = sold.month + log(2, (1 + power(2, greatest(popularity - sold.month, -500)) + sold.pieces - 1)::numeric)
        FROM (
            SELECT product_id, sum(quantity) AS pieces, extract(epoch FROM $3::timestamptz - '2020-01-01Z') / 2592000 AS month
            FROM unnest($1::text[], $2::integer[]) AS line (sku, quantity)
            JOIN sku_owner USING (sku)
            GROUP BY product_id
        ) AS sold
        WHERE product_search.product_id = sold.product_id
        """;

    public Task ConsumeAsync(OrderConfirmed message, ConsumeContext context, CancellationToken cancellationToken)
    {
        context.Batch.Append(
            Count,
            message.Lines.Select(line => line.Sku).ToArray(),
            message.Lines.Select(line => line.Quantity).ToArray(),
            message.ConfirmTime.ToDateTime());
        return Task.CompletedTask;
    }
}

using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>Counts what is ordered, for those who sort by popularity: one statement for all orders that are confirmed at once.</summary>
internal sealed class CountSales : IBatchConsumer<OrderConfirmed>
{
    // See product_search.popularity: what is sold at once weighs as much as it would one after the other. All rows of product_search
    // are locked in one order, then those of product_sales, so that no two wait for each other.
    private const string Count = """
        -- count sales
        WITH sold AS (
            SELECT product_id, max(month) AS month, array_agg(quantity) AS quantities, array_agg(month) AS months
            FROM (
                SELECT product_id, quantity, extract(epoch FROM confirm_time - '2020-01-01Z')::double precision / 2592000 AS month
                FROM unnest($1::text[], $2::integer[], $3::timestamptz[]) AS line (sku, quantity, confirm_time)
                JOIN sku_owner USING (sku)
            ) AS line
            GROUP BY product_id
        ), weighed AS (
            SELECT product_id, month, (
                SELECT sum(piece.quantity * power(2, greatest(piece.month - sold.month, -500)))
                FROM unnest(quantities, months) AS piece (quantity, month)) AS weight
            FROM sold
        ), found AS MATERIALIZED (
            SELECT product_id FROM product_search WHERE product_id IN (SELECT product_id FROM sold) ORDER BY product_id FOR UPDATE
        ), counted AS (
            INSERT INTO product_sales AS sales (product_id, popularity)
            SELECT product_id, month + log(2, weight::numeric) FROM weighed WHERE (SELECT count(*) FROM found) >= 0 ORDER BY product_id
            ON CONFLICT (product_id) DO UPDATE
            SET popularity = greatest(sales.popularity, excluded.popularity)
                + log(2, (1 + power(2, greatest(-abs(sales.popularity - excluded.popularity), -500)))::numeric)
            RETURNING product_id, popularity
        )
        UPDATE product_search SET popularity = counted.popularity FROM counted WHERE product_search.product_id = counted.product_id
        """;

    public Task ConsumeAsync(IReadOnlyList<OrderConfirmed> messages, BatchContext context, CancellationToken cancellationToken)
    {
        var lines = messages.SelectMany(order => order.Lines.Select(line => (line.Sku, line.Quantity, Time: order.ConfirmTime.ToDateTimeOffset()))).ToList();
        context.Batch.Append(
            Count,
            lines.Select(line => line.Sku).ToArray(),
            lines.Select(line => line.Quantity).ToArray(),
            lines.Select(line => line.Time).ToArray());
        return Task.CompletedTask;
    }
}

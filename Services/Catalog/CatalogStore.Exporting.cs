using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>How everything is read out.</summary>
internal sealed partial class CatalogStore
{
    private const string ReadExport = $"""
        SELECT {ProductRow.Columns}
        FROM product
        {ProductRow.Variants}
        WHERE product.product_id > $1 AND product.status = ANY ($2)
        ORDER BY product.product_id
        LIMIT 200
        """;

    /// <summary>All products of some statuses, in the order of their ids; each page of them as it is when it is read.</summary>
    public async IAsyncEnumerable<Product> ExportAsync(
        IEnumerable<ProductStatus> statuses, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string[] texts = [.. statuses.Select(StatusText.Of)];
        var after = Guid.Empty;
        List<Product> page;
        do
        {
            page = await ReadExportAsync(after, texts, cancellationToken);
            foreach (var product in page)
            {
                after = Guid.Parse(product.ProductId);
                yield return product;
            }
        }
        while (page.Count > 0);
    }

    private async Task<List<Product>> ReadExportAsync(Guid after, string[] statuses, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(ReadExport);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = statuses });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAllAsync(reader, ProductRow.Read, cancellationToken);
    }
}

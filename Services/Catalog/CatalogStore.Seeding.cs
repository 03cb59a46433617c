using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>How a new catalog gets its first goods.</summary>
internal sealed partial class CatalogStore
{
    // Only writers of categories wait for this, and of two replicas that start at once the second then meets the first one's work.
    private const string LockCategories = "LOCK TABLE category IN SHARE ROW EXCLUSIVE MODE";

    private const string HasCategories = "SELECT EXISTS (SELECT FROM category)";

    private const string InsertCategory = """
        INSERT INTO category (category_id, parent_id, slug, name, position, ancestor_ids, place)
        SELECT $1, $2, $3, $4, $5, $6, coalesce((SELECT place FROM category WHERE category_id = $2), '{}') || $5
        """;

    /// <summary>
    /// Fills a catalog that has never had a category: all of it or nothing, once, however many replicas try. A catalog whose
    /// products were all deleted is left alone.
    /// </summary>
    /// <returns>Whether it was this call that did.</returns>
    public async Task<bool> SeedAsync(SeedFile seed, CancellationToken cancellationToken)
    {
        await using var transaction = new BatchedTransaction(dataSource);
        transaction.Batch.Append(LockCategories);
        transaction.Batch.Append(HasCategories);
        await using (var reader = await transaction.ReadAsync(cancellationToken))
        {
            if (await reader.ReadAsync(cancellationToken) && reader.GetBoolean(0))
            {
                return false;
            }
        }

        foreach (var category in seed.Categories)
        {
            AppendInsert(transaction.Batch, category);
        }

        foreach (var product in seed.Products.Select(AsStored))
        {
            AppendInsert(transaction.Batch, product, nextPriceTime: null);
        }

        AppendIndex(transaction.Batch, [.. seed.Products.Select(product => Guid.Parse(product.ProductId))]);

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static Product AsStored(Product seeded)
    {
        var product = seeded.Clone();
        PriceTimes.Settle(product, product.Variants[0].Price.CurrencyCode, product.CreateTime.ToDateTimeOffset());
        product.UpdateTime = product.CreateTime;
        product.Etag = ProductEtag.Of(revision: 1);
        return product;
    }

    private static void AppendInsert(NpgsqlBatch batch, Category category) => batch.Append(
        InsertCategory,
        Guid.Parse(category.CategoryId),
        new NpgsqlParameter { Value = category.ParentId.Length == 0 ? DBNull.Value : Guid.Parse(category.ParentId), NpgsqlDbType = NpgsqlDbType.Uuid },
        category.Slug,
        category.Name,
        category.Position,
        category.AncestorIds.Select(Guid.Parse).ToArray());
}

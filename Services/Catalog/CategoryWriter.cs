using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>What administrators do to the tree, one at a time: each reads all of it, decides, and writes what has become another.</summary>
internal sealed class CategoryWriter(WriteOnce writes, Outbox outbox, CategoryCache cache)
{
    private const string WriteCategories = """
        UPDATE category
        SET parent_id = written.parent_id, slug = written.slug, name = written.name, position = written.position,
            ancestor_ids = written.ancestor_ids::uuid[], place = written.place::integer[]
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::text[])
            AS written (category_id, parent_id, slug, name, position, ancestor_ids, place)
        WHERE category.category_id = written.category_id
        """;

    private const string InsertCategory = """
        INSERT INTO category (category_id, parent_id, slug, name, position, ancestor_ids, place)
        SELECT category_id, parent_id, slug, name, position, ancestor_ids::uuid[], place::integer[]
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::text[])
            AS written (category_id, parent_id, slug, name, position, ancestor_ids, place)
        """;

    private const string DeleteCategory = "DELETE FROM category WHERE category_id = $1";

    // Whatever their status, and those in categories below it: the index of what categories show has them together.
    private const string FindProductsIn = "SELECT product_id FROM category_listing WHERE category_id = $1";

    private const string HasProducts = "SELECT EXISTS (SELECT FROM category_listing WHERE category_id = $1)";

    private const string ListProducts = "SELECT list_products($1)";

    public Task<Category> CreateAsync(RequestKey key, Category wanted, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        return WriteAsync(key, async (transaction, token) =>
        {
            var before = await ReadAsync(transaction, token);
            var slug = wanted.Slug.Length > 0
                ? wanted.Slug
                : Slug.Candidates(wanted.Name, id).First(candidate => before.All(node => node.Slug != candidate));
            var added = new Category { CategoryId = id.ToString(), ParentId = AsStored(wanted.ParentId), Slug = slug, Name = wanted.Name, Position = wanted.Position };
            return Save(transaction.Batch, before, CategoryEdits.Add(before, added), added.CategoryId);
        }, cancellationToken);
    }

    public Task<Category> UpdateAsync(RequestKey key, Category wanted, IReadOnlyList<string> named, CancellationToken cancellationToken) =>
        WriteAsync(key, async (transaction, token) =>
        {
            var before = await ReadAsync(transaction, token);
            var categoryId = AsStored(wanted.CategoryId);
            var current = before.FirstOrDefault(node => node.CategoryId == categoryId) ?? throw ShopErrors.NotFound("category", wanted.CategoryId);
            var changed = CategoryPatch.Apply(current, new Category(wanted) { ParentId = AsStored(wanted.ParentId) }, named);
            var category = Save(transaction.Batch, before, CategoryEdits.Change(before, changed), current.CategoryId);
            if (changed.ParentId != current.ParentId)
            {
                await ListAnewAsync(transaction, current.CategoryId, token);
            }

            return category;
        }, cancellationToken);

    public async Task<Empty> DeleteAsync(RequestKey key, string categoryId, CancellationToken cancellationToken)
    {
        var answer = await writes.RunAsync(key, async (transaction, token) =>
        {
            var before = await ReadAsync(transaction, token);
            var current = before.FirstOrDefault(node => node.CategoryId == categoryId) ?? throw ShopErrors.NotFound("category", categoryId);
            if (current.HasChildren || await HasProductsAsync(transaction, Guid.Parse(categoryId), token))
            {
                throw ShopErrors.FailedPrecondition("CATEGORY_NOT_EMPTY", "There are products in the category, or categories below it.");
            }

            transaction.Batch.Append(DeleteCategory, Guid.Parse(categoryId));
            Write(transaction.Batch, WriteCategories, CategoryEdits.Remove(before, categoryId), _ => true);
            outbox.Append(transaction.Batch, new CategoryChanged { CategoryId = categoryId });
            return new Empty();
        }, cancellationToken);
        outbox.Wake();
        cache.Forget();
        return answer;
    }

    private async Task<Category> WriteAsync(RequestKey key, Func<BatchedTransaction, CancellationToken, Task<Category>> work, CancellationToken cancellationToken)
    {
        var category = await writes.RunAsync(key, work, cancellationToken);
        outbox.Wake();
        cache.Forget();
        return category;
    }

    private static async Task<List<Category>> ReadAsync(BatchedTransaction transaction, CancellationToken cancellationToken)
    {
        CatalogStore.AppendReadTree(transaction.Batch);
        await using var reader = await transaction.ReadAsync(cancellationToken);
        var tree = new List<Category>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tree.Add(CategoryRow.Read(reader));
        }

        return tree;
    }

    private Category Save(NpgsqlBatch batch, List<Category> before, IReadOnlyList<Category> after, string categoryId)
    {
        var old = before.ToDictionary(node => node.CategoryId, StringComparer.Ordinal);
        Write(batch, WriteCategories, after, node => old.ContainsKey(node.CategoryId));
        Write(batch, InsertCategory, after, node => !old.ContainsKey(node.CategoryId));
        var category = after.First(node => node.CategoryId == categoryId);
        outbox.Append(batch, new CategoryChanged { CategoryId = categoryId, Category = new Category(category) { ProductCount = 0 } });
        return category;
    }

    private static async Task ListAnewAsync(BatchedTransaction transaction, string categoryId, CancellationToken cancellationToken)
    {
        transaction.Batch.Append(FindProductsIn, Guid.Parse(categoryId));
        await using var reader = await transaction.ReadAsync(cancellationToken);
        Guid[] products = [.. await CatalogStore.ReadAllAsync(reader, row => row.GetGuid(0), cancellationToken)];
        transaction.Batch.Append(ListProducts, products);
        CatalogStore.AppendIndex(transaction.Batch, products);
    }

    private static async Task<bool> HasProductsAsync(BatchedTransaction transaction, Guid categoryId, CancellationToken cancellationToken)
    {
        transaction.Batch.Append(HasProducts, categoryId);
        await using var reader = await transaction.ReadAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetBoolean(0);
    }

    // Ids are compared as texts here, and a caller may write them in capitals.
    private static string AsStored(string id) => id.Length == 0 ? "" : Guid.Parse(id).ToString();

    private static void Write(NpgsqlBatch batch, string sql, IReadOnlyList<Category> tree, Func<Category, bool> isWritten)
    {
        var positions = tree.ToDictionary(node => node.CategoryId, node => node.Position, StringComparer.Ordinal);
        var rows = tree.Where(isWritten).ToList();
        batch.Append(
            sql,
            rows.ConvertAll(row => Guid.Parse(row.CategoryId)).ToArray(),
            new NpgsqlParameter { Value = rows.ConvertAll(row => row.ParentId.Length == 0 ? (Guid?)null : Guid.Parse(row.ParentId)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
            rows.ConvertAll(row => row.Slug).ToArray(),
            rows.ConvertAll(row => row.Name).ToArray(),
            rows.ConvertAll(row => row.Position).ToArray(),
            rows.ConvertAll(row => $"{{{string.Join(',', row.AncestorIds)}}}").ToArray(),
            rows.ConvertAll(row => $"{{{string.Join(',', row.AncestorIds.Append(row.CategoryId).Select(id => positions[id]))}}}").ToArray());
    }
}

using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>Takes products in together: a transaction a chunk, each product decided on by itself.</summary>
internal sealed class ImportChunks(NpgsqlDataSource dataSource, Outbox outbox, ProductCache cache, IOptions<CatalogOptions> options, TimeProvider time)
{
    private const int MaxAttempts = 5;
    private readonly CatalogOptions _options = options.Value;

    /// <summary>Takes what can be taken.</summary>
    public async Task<ImportProductsResponse> TakeAsync(IReadOnlyList<ImportItem> items, CancellationToken cancellationToken)
    {
        var failures = new List<ImportFailure>();
        var good = items.Where(item => IsGood(item, failures)).ToList();
        var response = good.Count == 0 ? new ImportProductsResponse() : await TakeGoodAsync(good, cancellationToken);
        ImportFailure[] all = [.. failures.Concat(response.Failures).OrderBy(failure => failure.Index)];
        response.Failures.Clear();
        response.Failures.Add(all);
        return response;
    }

    private bool IsGood(ImportItem item, List<ImportFailure> failures)
    {
        var violations = new Violations().Require(item.Product.Slug.Length > 0, "slug", Slug.Rule);
        ProductRules.Check(item.Product, _options, violations, "");
        try
        {
            violations.ThrowIfAny();
            return true;
        }
        catch (RpcException refusal)
        {
            failures.Add(item.Refused(refusal));
            return false;
        }
    }

    private async Task<ImportProductsResponse> TakeGoodAsync(List<ImportItem> items, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(items, cancellationToken);
            }
            catch (PostgresException exception) when (attempt < MaxAttempts && WriteOnce.IsCollision(exception))
            {
                // Somebody else wrote the same at the same moment: look again.
            }
        }
    }

    private async Task<ImportProductsResponse> TryAsync(List<ImportItem> items, CancellationToken cancellationToken)
    {
        await using var transaction = new BatchedTransaction(dataSource);
        var standing = await CatalogStore.ReadStandingAsync(transaction, QueryFor(items), cancellationToken);
        var current = standing.Products.ToDictionary(product => product.Slug, StringComparer.Ordinal);
        // A SKU goes to the first in the chunk that names it.
        var owners = new Dictionary<string, Guid>(standing.SkuOwners, StringComparer.Ordinal);
        standing = standing with { SkuOwners = owners };
        var response = new ImportProductsResponse();
        var written = new Dictionary<string, Product?>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            try
            {
                var before = current.GetValueOrDefault(item.Product.Slug);
                if (Append(transaction.Batch, item.Product, before, standing, response) is { } product)
                {
                    written.Add(product.ProductId, before);
                    product.Variants.ToList().ForEach(variant => owners[variant.Sku] = Guid.Parse(product.ProductId));
                }
            }
            catch (RpcException refusal)
            {
                response.Failures.Add(item.Refused(refusal));
            }
        }

        await SaveAsync(transaction, written, cancellationToken);
        return response;
    }

    // What is written; null when the product is the same already.
    private Product? Append(NpgsqlBatch batch, Product wanted, Product? before, Standing standing, ImportProductsResponse response)
    {
        var now = time.GetUtcNow();
        if (before is null)
        {
            var created = ProductDecisions.Create(wanted, Guid.CreateVersion7(now), [wanted.Slug], standing, _options, now);
            CatalogStore.AppendInsert(batch, created.Product, created.NextPriceTime);
            response.CreatedCount++;
            return created.Product;
        }

        var named = ProductPatch.All.Where(field => field != "status" || wanted.Status != ProductStatus.Unspecified);
        if (ProductDecisions.Change(before, ProductPatch.Apply(before, wanted, named), standing, _options, now) is not { } changed)
        {
            response.UnchangedCount++;
            return null;
        }

        CatalogStore.AppendUpdate(batch, changed.Product, changed.NextPriceTime);
        response.UpdatedCount++;
        return changed.Product;
    }

    private async Task SaveAsync(BatchedTransaction transaction, Dictionary<string, Product?> written, CancellationToken cancellationToken)
    {
        if (written.Count == 0)
        {
            return;
        }

        Guid[] ids = [.. written.Keys.Select(Guid.Parse)];
        var products = await CatalogStore.ReadBackAsync(transaction, ids, cancellationToken);
        outbox.Append(transaction.Batch, [.. products.Select(product => (IMessage)ProductEvents.Changed(written[product.ProductId], product))]);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        Array.ForEach(ids, id => cache.Forget(id));
    }

    private static StandingQuery QueryFor(List<ImportItem> items)
    {
        string[] slugs = [.. items.Select(item => item.Product.Slug)];
        return new StandingQuery
        {
            ProductSlugs = slugs,
            Slugs = slugs,
            Skus = [.. items.SelectMany(item => item.Product.Variants).Select(variant => variant.Sku).Distinct(StringComparer.Ordinal)],
            CategoryIds = [.. items.SelectMany(item => item.Product.CategoryIds).Select(Guid.Parse).Distinct()],
        };
    }
}

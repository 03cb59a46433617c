using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>What becomes of a product. Pure: everything is given, nothing is looked up.</summary>
internal static class ProductDecisions
{
    /// <summary>A product that is new.</summary>
    /// <param name="wanted">What is asked for, checked.</param>
    /// <param name="id">The id it gets.</param>
    /// <param name="slugs">The slugs it may have, the best first.</param>
    /// <param name="standing">How things stand.</param>
    /// <param name="settings">The shop's currencies.</param>
    /// <param name="now">The time.</param>
    public static Settled Create(Product wanted, Guid id, IReadOnlyList<string> slugs, Standing standing, CatalogOptions settings, DateTimeOffset now)
    {
        var product = wanted.Clone();
        product.ProductId = id.ToString();
        product.Slug = slugs.FirstOrDefault(slug => !standing.Slugs.ContainsKey(slug)) ?? slugs[0];
        product.Status = product.Status == ProductStatus.Unspecified ? ProductStatus.Draft : product.Status;
        product.CreateTime = Timestamp.FromDateTimeOffset(now);
        product.UpdateTime = product.CreateTime;
        product.Etag = ProductEtag.Of(revision: 1);
        Normalize(product);
        standing.Require(product);
        return new Settled(product, PriceTimes.Settle(product, settings.Currency, now));
    }

    /// <summary>A product after a change; null when nothing changes.</summary>
    /// <param name="current">The product as it is.</param>
    /// <param name="wanted">The product as it is to be: <paramref name="current"/> with some fields changed, checked.</param>
    /// <param name="standing">How things stand.</param>
    /// <param name="settings">The shop's currencies.</param>
    /// <param name="now">The time.</param>
    public static Settled? Change(Product current, Product wanted, Standing standing, CatalogOptions settings, DateTimeOffset now)
    {
        var product = wanted.Clone();
        Normalize(product);
        KeepWhatIsNotWritten(product, current);
        var next = PriceTimes.Settle(product, settings.Currency, now);
        if (product.Equals(current))
        {
            return null;
        }

        standing.Require(product);
        product.UpdateTime = Rounded(Timestamp.FromDateTimeOffset(now));
        product.Etag = ProductEtag.Of(ProductEtag.RevisionOf(current.Etag) + 1);
        return new Settled(product, next);
    }

    /// <summary>A product at a moment at which an entry of its prices begins or ends: a version of its own.</summary>
    public static Settled Turn(Product current, CatalogOptions settings, DateTimeOffset now)
    {
        var product = current.Clone();
        var next = PriceTimes.Settle(product, settings.Currency, now);
        product.UpdateTime = Rounded(Timestamp.FromDateTimeOffset(now));
        product.Etag = ProductEtag.Of(ProductEtag.RevisionOf(current.Etag) + 1);
        return new Settled(product, next);
    }

    /// <summary>A product with another price for one of its SKUs, not settled yet.</summary>
    public static Product Price(Product current, SetPriceRequest request, CatalogOptions settings)
    {
        var product = current.Clone();
        var variant = product.Variants.FirstOrDefault(variant => variant.Sku == request.Sku) ?? throw ShopErrors.NotFound("sku", request.Sku);
        var entry = new PriceEntry
        {
            Price = request.Price,
            CompareAtPrice = request.CompareAtPrice,
            StartTime = request.StartTime,
            EndTime = request.EndTime,
        };
        if (request.Price.CurrencyCode == settings.Currency && request.StartTime is null && request.EndTime is null)
        {
            variant.RegularEntry = entry;
            return product;
        }

        if (variant.Prices.FirstOrDefault(old => old.Price.CurrencyCode == entry.Price.CurrencyCode && Equals(old.StartTime, entry.StartTime)) is { } replaced)
        {
            variant.Prices.Remove(replaced);
        }

        variant.Prices.Add(entry);
        return product;
    }

    /// <summary>Refuses a decision that was made on another version of the product.</summary>
    public static void RequireEtag(Product current, string etag)
    {
        if (etag.Length > 0 && etag != current.Etag)
        {
            throw ShopErrors.Aborted("ETAG_MISMATCH", "The product has changed since; read it again.");
        }
    }

    // Ids in the form they are stored in, and times as Postgres keeps them.
    private static void Normalize(Product product)
    {
        string[] categories = [.. product.CategoryIds.Select(id => Guid.Parse(id).ToString())];
        product.CategoryIds.Clear();
        product.CategoryIds.Add(categories);
        product.CreateTime = Rounded(product.CreateTime);
        product.UpdateTime = Rounded(product.UpdateTime);
    }

    private static void KeepWhatIsNotWritten(Product product, Product current)
    {
        (product.ProductId, product.CreateTime, product.UpdateTime, product.Etag, product.InStock) =
            (current.ProductId, current.CreateTime, current.UpdateTime, current.Etag, current.InStock);
        foreach (var variant in product.Variants)
        {
            variant.InStock = current.Variants.FirstOrDefault(old => old.Sku == variant.Sku)?.InStock ?? true;
        }
    }

    private static Timestamp? Rounded(Timestamp? time) =>
        time is null ? null : new Timestamp { Seconds = time.Seconds, Nanos = time.Nanos / 1000 * 1000 };
}

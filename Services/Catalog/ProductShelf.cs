using System.Collections.Concurrent;

namespace Shop.Catalog;

/// <summary>
/// Products at hand, a bounded number of them: a young half and an old one. When the young is full it becomes the old, and what
/// was in the old and has not been asked for since is gone. Reading takes no lock; whoever changes it holds the cache's.
/// </summary>
internal sealed class ProductShelf(int capacity)
{
    private volatile Half _young = new();
    private volatile Half _old = new();

    /// <summary>The product that a key names, if it is here.</summary>
    /// <param name="key">What it is known by.</param>
    /// <param name="isOld">Whether it must be put here again lest it go with the old half.</param>
    public CachedProduct? Find(ProductKey key, out bool isOld)
    {
        var product = _young.Find(key);
        isOld = product is null;
        return product ?? _old.Find(key);
    }

    public void Put(CachedProduct product)
    {
        if (_young.Products.Count >= capacity / 2)
        {
            (_old, _young) = (_young, new Half());
        }

        _young.Put(product);
    }

    public void Remove(Guid id)
    {
        _young.Products.TryRemove(id, out _);
        _old.Products.TryRemove(id, out _);
    }

    public CachedProduct? Find(Guid id) => _young.Products.GetValueOrDefault(id) ?? _old.Products.GetValueOrDefault(id);

    private sealed class Half
    {
        // A slug may have gone to another product since and a SKU may have been dropped: what they lead to is asked whether it is it.
        private readonly ConcurrentDictionary<string, Guid> _slugs = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, Guid> _skus = new(StringComparer.Ordinal);

        public ConcurrentDictionary<Guid, CachedProduct> Products { get; } = new();

        public CachedProduct? Find(ProductKey key)
        {
            var id = key switch
            {
                { Id: { } own } => own,
                { Slug: { } slug } => _slugs.GetValueOrDefault(slug),
                _ => _skus.GetValueOrDefault(key.Sku!),
            };
            return Products.TryGetValue(id, out var product) && product.Is(key) ? product : null;
        }

        public void Put(CachedProduct product)
        {
            Products[product.Id] = product;
            _slugs[product.Product.Slug] = product.Id;
            foreach (var variant in product.Product.Variants)
            {
                _skus[variant.Sku] = product.Id;
            }
        }
    }
}

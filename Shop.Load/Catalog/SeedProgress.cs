using System.Diagnostics;
using Shop.Contracts.Catalog.V1;

namespace Shop.Load.Catalog;

/// <summary>Tells how far a seed is, and how fast. A product is a row, and so is each of its variants.</summary>
internal sealed class SeedProgress(TextWriter output)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private int _products;
    private int _variants;

    public void Add(Product[] chunk)
    {
        lock (_gate)
        {
            _products += chunk.Length;
            _variants += chunk.Sum(product => product.Variants.Count);
            var seconds = _watch.Elapsed.TotalSeconds;
            output.WriteLine($"seed: {_products} products, {_variants} variants, {(_products + _variants) / seconds:0} rows a second ({_products / seconds:0} products), generated and copied");
        }
    }
}

using System.Collections.Concurrent;
using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Tests.Integration.Carts;

/// <summary>A catalog that sells what a test says, at the price it says, and is away when it says so.</summary>
internal sealed class ScriptedCatalog : CatalogService.CatalogServiceBase
{
    private readonly ConcurrentDictionary<string, Money> _prices = new(StringComparer.Ordinal);
    private int _calls;

    /// <summary>Thrown at every caller until it is null again.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Every caller waits for it until it is null again.</summary>
    public Task? Hang { get; set; }

    public int Calls => Volatile.Read(ref _calls);

    public void Sell(string sku, long price, string currency = "EUR") => _prices[sku] = new Money { CurrencyCode = currency, MinorUnits = price };

    public void Discontinue(string sku) => _prices.TryRemove(sku, out _);

    public override async Task<BatchGetVariantsResponse> BatchGetVariants(BatchGetVariantsRequest request, ServerCallContext context)
    {
        Interlocked.Increment(ref _calls);
        request.Skus.Count.ShouldBeInRange(1, 100);
        if (Fault is { } fault)
        {
            throw fault;
        }

        await (Hang ?? Task.CompletedTask);
        var response = new BatchGetVariantsResponse();
        foreach (var sku in request.Skus)
        {
            if (_prices.TryGetValue(sku, out var price))
            {
                response.Listings.Add(new VariantListing { ProductId = "p", ProductSlug = "slug", ProductName = $"The {sku}", Variant = new Variant { Sku = sku, Price = price } });
            }
            else
            {
                response.MissingSkus.Add(sku);
            }
        }

        return response;
    }
}

using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Tests.Integration.Orders;

/// <summary>Catalog, as Order sees it.</summary>
internal sealed class PriceList : CatalogService.CatalogServiceBase
{
    public Dictionary<string, long> Prices { get; } = new() { ["TEA"] = 500, ["CUP"] = 1250 };

    public override Task<BatchGetVariantsResponse> BatchGetVariants(BatchGetVariantsRequest request, ServerCallContext context) => Task.FromResult(new BatchGetVariantsResponse
    {
        Listings = { request.Skus.Where(Prices.ContainsKey).Select(ListingOf) },
        MissingSkus = { request.Skus.Where(sku => !Prices.ContainsKey(sku)) },
    });

    private VariantListing ListingOf(string sku) => new()
    {
        ProductId = "0197a000-0000-7000-8000-000000000001",
        ProductName = sku,
        Variant = new Variant { Sku = sku, Price = new Money { CurrencyCode = "EUR", MinorUnits = Prices[sku] } },
    };
}

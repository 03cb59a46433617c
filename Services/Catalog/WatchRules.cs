using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>What the contract demands of those who watch.</summary>
internal static class WatchRules
{
    private const int MaxProducts = 100;

    public static void Check(WatchProductsRequest request)
    {
        var violations = new Violations()
            .Require(request.ProductIds.Count <= MaxProducts, "product_ids", "must be at most 100")
            .Require(request.ResumeToken.Length == 0 || ChangePosition.Of(request.ResumeToken) is not null, "resume_token", "must be one that this stream gave out");
        for (var i = 0; i < Math.Min(request.ProductIds.Count, MaxProducts); i++)
        {
            violations.RequireUuid(request.ProductIds[i], $"product_ids[{i}]");
        }

        violations.ThrowIfAny();
    }
}

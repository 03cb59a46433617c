using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Rpc;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>A product of an import.</summary>
/// <param name="Index">Its place in the stream, from 0.</param>
/// <param name="Product">What is to be taken.</param>
internal sealed record ImportItem(int Index, Product Product)
{
    /// <summary>Why it could not be taken: as a call for it alone would have been refused.</summary>
    public ImportFailure Refused(RpcException refusal) => new()
    {
        Index = Index,
        Slug = Product.Slug,
        Reason = ShopErrors.ReasonOf(refusal) ?? "",
        Message = refusal.Status.Detail,
        Field = ShopErrors.DetailOf<BadRequest>(refusal)?.FieldViolations[0].Field ?? FieldOf(ShopErrors.ReasonOf(refusal)),
    };

    private static string FieldOf(string? reason) => reason switch
    {
        "SLUG_TAKEN" => "slug",
        "SKU_TAKEN" => "variants",
        "CATEGORY_NOT_FOUND" => "category_ids",
        _ => "",
    };
}

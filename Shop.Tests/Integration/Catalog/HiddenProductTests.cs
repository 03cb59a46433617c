using Grpc.Core;
using Npgsql;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Catalog;

/// <summary>Products that are not ACTIVE do not exist for anybody but administrators.</summary>
[Collection(ShopCollection.Name)]
public sealed class HiddenProductTests(ShopFixture shop)
{
    private static readonly string Garden = SeedFile.Read().Categories.First(category => category.Slug == "garden").CategoryId;

    private readonly CatalogService.CatalogServiceClient _catalog = new(shop.Direct("catalog"));

    private static DateTime Deadline => DateTime.UtcNow.AddSeconds(30);

    [Theory]
    [InlineData(ProductStatus.Draft, "DRAFT")]
    [InlineData(ProductStatus.Archived, "ARCHIVED")]
    public async Task NotActive_ForTheWorld_DoesNotExist(ProductStatus status, string text)
    {
        var (productId, sku) = await InsertAsync(text);

        foreach (var headers in new[] { [], await AsAsync(Roles.Customer) })
        {
            (await Should.ThrowAsync<RpcException>(async () => await _catalog.GetProductAsync(new GetProductRequest { ProductId = productId }, headers, Deadline))).StatusCode.ShouldBe(StatusCode.NotFound);
            (await Should.ThrowAsync<RpcException>(async () => await _catalog.GetProductAsync(new GetProductRequest { Slug = productId }, headers, Deadline))).StatusCode.ShouldBe(StatusCode.NotFound);
            (await _catalog.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { sku } }, headers, Deadline)).MissingSkus.ShouldBe([sku]);
            (await _catalog.ListProductsAsync(new ListProductsRequest { CategoryId = Garden, PageSize = 100 }, headers, Deadline)).Products.ShouldNotContain(product => product.ProductId == productId);
            var refusal = await Should.ThrowAsync<RpcException>(async () => await _catalog.ListProductsAsync(new ListProductsRequest { Statuses = { status } }, headers, Deadline));
            ShopErrors.ReasonOf(refusal).ShouldBe("ADMIN_REQUIRED");
        }
    }

    [Theory]
    [InlineData(ProductStatus.Draft, "DRAFT")]
    [InlineData(ProductStatus.Archived, "ARCHIVED")]
    public async Task NotActive_ForAnAdministrator_IsThereAndNotSold(ProductStatus status, string text)
    {
        var (productId, sku) = await InsertAsync(text);
        var headers = await AsAsync(Roles.Admin);

        (await _catalog.GetProductAsync(new GetProductRequest { ProductId = productId }, headers, Deadline)).Status.ShouldBe(status);
        (await _catalog.ListProductsAsync(new ListProductsRequest { CategoryId = Garden, Statuses = { status }, PageSize = 100 }, headers, Deadline)).Products
            .ShouldContain(product => product.ProductId == productId);
        (await _catalog.ListProductsAsync(new ListProductsRequest { Statuses = { ProductStatus.Active, status }, PageSize = 100 }, headers, Deadline)).Products
            .ShouldContain(product => product.ProductId == productId);
        (await _catalog.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { sku } }, headers, Deadline)).MissingSkus.ShouldBe([sku]);
    }

    private async Task<(string ProductId, string Sku)> InsertAsync(string status)
    {
        var productId = Guid.NewGuid();
        await using var batch = (await shop.DatabaseAsync("catalogdb")).CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            INSERT INTO product (product_id, slug, name, description, brand, status, category_ids, tags, attributes, options, images, currency_code, min_price, max_price, create_time, update_time)
            VALUES ($1, $1::text, 'Not for sale', '', '', $2, ARRAY[$3], '{}', '[]', '[]', '[]', 'EUR', 100, 100, now(), now())
            """)
        { Parameters = { new() { Value = productId }, new() { Value = status }, new() { Value = Guid.Parse(Garden) } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO sku_owner (sku, product_id) VALUES ($1::text, $1)") { Parameters = { new() { Value = productId } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            INSERT INTO variant (sku, product_id, position, options, price, weight_grams, barcode, image_url)
            VALUES ($1::text, $1, 0, '[]', 100, 0, '', '')
            """)
        { Parameters = { new() { Value = productId } } });
        await batch.ExecuteNonQueryAsync();
        return (productId.ToString(), productId.ToString());
    }

    private Task<Metadata> AsAsync(string role) => shop.HeadersAsync("somebody", role);
}

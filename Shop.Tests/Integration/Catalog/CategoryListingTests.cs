using Npgsql;
using Shop.Catalog;

namespace Shop.Tests.Integration.Catalog;

/// <summary>What categories show follows their products, whoever writes them. Each test rolls back what it did.</summary>
[Collection(ShopCollection.Name)]
public sealed class CategoryListingTests(ShopFixture shop)
{
    private static readonly SeedFile Seed = SeedFile.Read();

    [Fact]
    public async Task Listing_OfAProductInAndBelowACategory_IsThereOnce()
    {
        // Both of its categories are below "kitchen", one of them two levels.
        var shown = await AfterAsync($"UPDATE product SET category_ids = ARRAY['{Id("cooking")}', '{Id("mugs-and-cups")}', '{Id("kitchen")}']::uuid[]");

        shown.Select(listing => listing.Category).ShouldBe(["kitchen", "coffee-and-tea", "mugs-and-cups", "cooking"], ignoreOrder: true);
    }

    [Fact]
    public async Task Listing_AfterPriceNameOrStatusChanged_HasWhatItIsListedBy()
    {
        var shown = await AfterAsync("UPDATE product SET min_price = 1, name = 'Æ', status = 'ARCHIVED'");

        shown.ShouldNotBeEmpty();
        shown.ShouldAllBe(listing => listing.MinPrice == 1 && listing.Name == "Æ" && listing.Status == "ARCHIVED");
    }

    [Fact]
    public async Task Listing_OfACategoryThatDoesNotExist_IsRefused()
    {
        var refusal = await Should.ThrowAsync<PostgresException>(() => AfterAsync("UPDATE product SET category_ids = ARRAY[gen_random_uuid()]"));

        refusal.SqlState.ShouldBe(PostgresErrorCodes.ForeignKeyViolation);
    }

    [Fact]
    public async Task Listing_OfADeletedProduct_IsGone()
    {
        (await AfterAsync("DELETE FROM product")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sku_OfADeletedProduct_IsNeverGivenToAnother()
    {
        var other = Seed.Products.First(product => product.Slug == "cairn-beanie").ProductId;

        var refusal = await Should.ThrowAsync<PostgresException>(() => AfterAsync("DELETE FROM product", $"""
            INSERT INTO variant (sku, product_id, position, options, price, weight_grams, barcode, image_url)
            VALUES ('MUG-ELBOW-SEA', '{other}', 99, '[{"{}"}]', 1, 0, '', '')
            """));

        refusal.ConstraintName.ShouldBe("variant_sku_owner_fkey");
    }

    private static string Id(string slug) => Seed.Categories.First(category => category.Slug == slug).CategoryId;

    private async Task<List<(string Category, string Status, long MinPrice, string Name)>> AfterAsync(string change, string? then = null)
    {
        await using var connection = await (await shop.DatabaseAsync("catalogdb")).OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"""
            {change} WHERE slug = 'elbow-mug';
            {then};
            SELECT category.slug, listing.status, listing.min_price, listing.name
            FROM category_listing AS listing JOIN category USING (category_id)
            WHERE product_id = '{Seed.Products.First(product => product.Slug == "elbow-mug").ProductId}'
            """, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var shown = new List<(string, string, long, string)>();
        while (await reader.ReadAsync())
        {
            shown.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3)));
        }

        return shown;
    }
}

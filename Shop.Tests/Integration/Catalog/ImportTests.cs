using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.Load.Catalog;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>Everything in, and everything out.</summary>
[Collection(CatalogServers.Collection)]
public sealed class ImportTests(CatalogServers servers) : CatalogTest(servers.Shared)
{
    [Fact]
    public async Task Import_NewChangedAndSame_AreCountedAndTold()
    {
        var (same, changed, added) = (Mug(), Mug(), Mug());
        (await Host.ImportAsync([same, changed])).CreatedCount.ShouldBe(2);
        changed.Name = "Changed";

        var outcome = await Host.ImportAsync([same, changed, added]);

        (outcome.CreatedCount, outcome.UpdatedCount, outcome.UnchangedCount, outcome.Failures.Count).ShouldBe((1, 1, 1, 0));
        var stored = await Client.GetProductAsync(new GetProductRequest { Slug = changed.Slug }, deadline: Deadline);
        stored.Name.ShouldBe("Changed");
        (await CountEventsAsync(stored.ProductId)).ShouldBe(2);
    }

    [Fact]
    public async Task Import_SameIdAgain_GivesTheFirstAnswerAndAnotherBodyIsRefused()
    {
        var (id, products) = (NewId(), new[] { Mug(), Mug() });
        var first = await Host.ImportAsync(products, id);

        (await Host.ImportAsync(products, id)).ShouldBe(first);
        await RefusedAsync(() => Host.ImportAsync([Mug()], id), StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
        await RefusedAsync(() => Host.ImportAsync([Mug()], "1"), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => Host.ImportAsync([]), StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    [Fact]
    public async Task Import_BadRowsAmongGoodOnes_AreReportedAndTheOthersTaken()
    {
        var taken = await CreateAsync(Mug());
        var rows = Enumerable.Range(0, 8).Select(_ => Mug()).ToArray();
        rows[1].Name = "";
        rows[2].Variants[1].Price = Euros(-5);
        rows[3].Variants[0].Sku = taken.Variants[0].Sku;
        rows[4].CategoryIds[0] = NewId();
        rows[5].Variants[0].Sku = rows[0].Variants[0].Sku;
        rows[6].Slug = "";

        var outcome = await Host.ImportAsync(rows);

        outcome.CreatedCount.ShouldBe(2);
        outcome.Failures.Select(failure => (failure.Index, failure.Field, failure.Reason)).ShouldBe(
        [
            (1, "name", "INVALID_FIELD"),
            (2, "variants[1].price.minor_units", "INVALID_FIELD"),
            (3, "variants", "SKU_TAKEN"),
            (4, "category_ids", "CATEGORY_NOT_FOUND"),
            (5, "variants", "SKU_TAKEN"),
            (6, "slug", "INVALID_FIELD"),
        ]);
        (await Client.GetProductAsync(new GetProductRequest { Slug = rows[7].Slug }, deadline: Deadline)).Name.ShouldBe(rows[7].Name);
    }

    [Fact]
    public async Task Import_ManyAtOnceOfTheSame_MakeEachOnce()
    {
        var products = Enumerable.Range(0, 30).Select(_ => Mug()).ToArray();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Host.ImportAsync(products)));

        outcomes.Sum(outcome => outcome.CreatedCount).ShouldBe(30);
        outcomes.SelectMany(outcome => outcome.Failures).ShouldBeEmpty();
    }

    [Fact]
    public async Task Export_ThroughAFileAndBack_ChangesNothing()
    {
        await using var host = await servers.NewAsync();
        var products = new ProductGenerator([Category("garden"), Category("bags")], seed: 7).Generate(150).ToList();
        await host.ImportAsync(products);
        var (client, before) = (host.AdminClient, await host.ExportAsync());
        await using var file = new StringWriter();
        (await ExportCommand.WriteAsync(client, file, CancellationToken.None)).ShouldBe(150);

        var lines = file.ToString().Split('\n');
        lines[3] = "{ \"name\": ";
        lines[5] = lines[5].Replace("\"sku\":", "\"sko\":", StringComparison.Ordinal);
        lines[7] = JsonFormatter.Default.Format(new Product(products[0]) { Slug = "another", Name = "" });
        var (response, failures) = await ImportCommand.ReadAsync(client, Encoding.UTF8.GetBytes(string.Join('\n', lines)), CancellationToken.None);

        response.UnchangedCount.ShouldBe(147);
        failures.Select(failure => failure.Line).ShouldBe([4, 6, 8]);
        failures[2].Field.ShouldBe("name");
        (await host.ExportAsync()).ShouldBe(before);
        (await host.ExportAsync(ProductStatus.Draft)).ShouldAllBe(product => product.Status == ProductStatus.Draft);
    }

    [Fact]
    public async Task Seed_ByCopy_IsFoundListedAndCounted()
    {
        await using var host = await servers.NewAsync();

        await SeedRun.ExecuteAsync(host.Database, 300, TextWriter.Null, CancellationToken.None);
        await SeedRun.ExecuteAsync(host.Database, 100, TextWriter.Null, CancellationToken.None);

        var products = await host.ExportAsync();
        products.Count.ShouldBe(400);
        var active = products.Count(product => product.Status == ProductStatus.Active);
        (await host.Client.SearchProductsAsync(new SearchProductsRequest(), deadline: Deadline)).TotalSize.ShouldBe(active);
        var tree = await host.Client.ListCategoriesAsync(new ListCategoriesRequest { Recursive = true }, deadline: Deadline);
        foreach (var category in tree.Categories)
        {
            category.ProductCount.ShouldBe(BruteForce.Count(products.Where(product => product.Status == ProductStatus.Active), new ProductFilter(), FacetKind.Category, "").GetValueOrDefault(category.CategoryId));
        }

        (await host.ImportAsync(products)).UnchangedCount.ShouldBe(400);
    }
}

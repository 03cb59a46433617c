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
        var (response, failures) = await ReadAsync(client, Encoding.UTF8.GetBytes(string.Join('\n', lines)));

        response.UnchangedCount.ShouldBe(147);
        failures.Select(failure => failure.Line).ShouldBe([4, 6, 8]);
        failures[2].Field.ShouldBe("name");
        (await host.ExportAsync()).ShouldBe(before);
        (await host.ExportAsync(ProductStatus.Draft)).ShouldAllBe(product => product.Status == ProductStatus.Draft);
    }

    [Fact]
    public async Task Import_FileOfAnEditor_IsReadAllTheSame()
    {
        var products = Enumerable.Range(0, 3).Select(_ => Mug($"Bücher 鳥 🦊 {NewId()}")).ToList();
        var lines = products.Select(product => JsonFormatter.Default.Format(product)).ToList();
        byte[] file = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes($"{lines[0]}\r\n\r\n   \t\r\nnonsense\r\n{lines[1]}\n\n{lines[2]}")];

        var (response, failures) = await ReadAsync(Host.AdminClient, file);

        response.CreatedCount.ShouldBe(3);
        failures.ShouldHaveSingleItem().Line.ShouldBe(4);
        (await Client.GetProductAsync(new GetProductRequest { Slug = products[2].Slug }, deadline: Deadline)).Name.ShouldBe(products[2].Name);
        (await ReadAsync(Host.AdminClient, file)).Response.ShouldBe(response);
    }

    [Fact]
    public async Task Import_LinesThatNoProductCanBe_AreToldAndTheOthersTaken()
    {
        var products = Enumerable.Range(0, 4).Select(_ => Mug("Naïve")).ToList();
        var lines = products.Select(product => Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(product))).ToList();
        var broken = lines[1].ToArray();
        broken[Array.IndexOf(broken, (byte)0xC3)] = 0xFF;
        // Too much for one message, and too much to look for its end.
        var large = Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(new Product(products[2]) { Description = new string('a', 2 << 20) }));
        var endless = Enumerable.Repeat((byte)'{', 20 << 20).ToArray();
        byte[][] odd = [.. new[] { "null", "[]", "1", "\"a\"", "{}}", "{\"name\":\"\\ud800\"}", new string('[', 1000), "{\"name\":1}", "{\"createTime\":\"noon\"}" }.Select(Encoding.UTF8.GetBytes)];
        byte[][] all = [lines[0], broken, large, endless, .. odd, lines[3]];

        var (response, failures) = await ReadAsync(Host.AdminClient, [.. all.SelectMany<byte[], byte>(line => [.. line, (byte)'\n'])]);

        response.CreatedCount.ShouldBe(2);
        failures.Select(failure => failure.Line).ShouldBe(Enumerable.Range(2, all.Length - 2));
        failures.Take(3).Select(failure => failure.Reason).ShouldBe(["NOT_UTF8", "TOO_LARGE", "TOO_LARGE"]);
        failures.ShouldAllBe(failure => failure.Message.Length > 0 && failure.Message.Length < 500);
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

    private static async Task<(ImportProductsResponse Response, IReadOnlyList<ImportLineFailure> Failures)> ReadAsync(CatalogService.CatalogServiceClient client, byte[] file)
    {
        await using var stream = new MemoryStream(file);
        return await ImportCommand.ReadAsync(client, stream, CancellationToken.None);
    }
}

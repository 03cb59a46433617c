using Grpc.Core;
using Grpc.Net.Client;
using Shop.Contracts.Catalog.V1;
using Shop.Load.Catalog;
using Shop.Tests.Integration.Payments;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>An import ends in its middle, on one side or the other. Repeated, it leaves what it would have left at once.</summary>
[Collection(CatalogServers.Collection)]
public sealed class InterruptedImportTests(CatalogServers servers)
{
    private const int Rows = 700;
    private const int Sent = 450;
    private static readonly (int Index, string Field)[] Bad = [(7, "name"), (390, "variants[0].price.minor_units"), (640, "category_ids")];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Import_CatalogKilledMidway_RepeatedIsAsIfItHadNeverBeen()
    {
        await using var host = await servers.NewAsync();
        var address = ServiceProcess.FreeAddress();
        var process = host.ProcessAt(address);
        try
        {
            await process.StartAsync();
            using var channel = GrpcChannel.ForAddress(address);
            using var call = await BeginAsync(host, channel, NewId());

            process.Kill();

            (await Should.ThrowAsync<RpcException>(async () => await call)).StatusCode.ShouldBe(StatusCode.Unavailable);
        }
        finally
        {
            process.End();
        }

        await RepeatedShouldBeWholeAsync(host);
    }

    [Fact]
    public async Task Import_ImporterGoneMidway_RepeatedIsAsIfItHadNeverBeen()
    {
        await using var host = await servers.NewAsync();
        using (var channel = GrpcChannel.ForAddress(host.Address))
        {
            using var call = await BeginAsync(host, channel, NewId());
        }

        await RepeatedShouldBeWholeAsync(host);
    }

    // Returns when a part is stored and the rest has not even been sent.
    private static async Task<AsyncClientStreamingCall<ImportProductsRequest, ImportProductsResponse>> BeginAsync(CatalogHost host, GrpcChannel channel, string id)
    {
        var call = new CatalogService.CatalogServiceClient(channel).ImportProducts(host.Admin);
        foreach (var product in Products().Take(Sent))
        {
            await call.RequestStream.WriteAsync(new ImportProductsRequest { RequestId = id, Product = product });
        }

        await StoredAsync(host, Sent / 2);
        return call;
    }

    private static async Task StoredAsync(CatalogHost host, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await host.ExportAsync()).Count < count)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task RepeatedShouldBeWholeAsync(CatalogHost host)
    {
        var (id, products, kept) = (NewId(), Products(), await host.ExportAsync());
        kept.Count.ShouldBeInRange(Sent / 2, Sent);

        var outcome = await host.ImportAsync(products, id);

        outcome.UnchangedCount.ShouldBeGreaterThanOrEqualTo(kept.Count);
        outcome.UpdatedCount.ShouldBe(0);
        (outcome.UnchangedCount + outcome.CreatedCount).ShouldBe(Rows - Bad.Length);
        outcome.Failures.Select(failure => (failure.Index, failure.Field)).ShouldBe(Bad);
        var stored = (await host.ExportAsync()).ToDictionary(product => product.Slug, StringComparer.Ordinal);
        foreach (var product in kept)
        {
            stored[product.Slug].ShouldBe(product);
        }

        stored.Count.ShouldBe(Rows - Bad.Length);
        foreach (var product in products.Where((_, index) => !Bad.Any(row => row.Index == index)))
        {
            AsSent(stored[product.Slug]).ShouldBe(AsSent(product));
        }

        (await host.ImportAsync(products, id)).ShouldBe(outcome);
        (await host.ImportAsync(products)).UnchangedCount.ShouldBe(Rows - Bad.Length);
        (await host.ExportAsync()).Count.ShouldBe(Rows - Bad.Length);
    }

    private static List<Product> Products()
    {
        var products = new ProductGenerator([Category("garden"), Category("bags")], seed: 11).Generate(Rows).ToList();
        products[Bad[0].Index].Name = "";
        products[Bad[1].Index].Variants[0].Price = Euros(-5);
        products[Bad[2].Index].CategoryIds[0] = "0192f0c1-0000-7000-8000-00000000dead";
        return products;
    }

    // What a shop owner wrote; the server sets the rest.
    private static Product AsSent(Product product)
    {
        var sent = new Product
        {
            Slug = product.Slug,
            Name = product.Name,
            Description = product.Description,
            Brand = product.Brand,
            CategoryIds = { product.CategoryIds },
            Attributes = { product.Attributes },
            Tags = { product.Tags },
            Status = product.Status,
        };
        sent.Variants.Add(product.Variants.Select(variant => new Variant { Sku = variant.Sku, Price = variant.Price, Options = { variant.Options }, Barcode = variant.Barcode, WeightGrams = variant.WeightGrams }));
        return sent;
    }
}

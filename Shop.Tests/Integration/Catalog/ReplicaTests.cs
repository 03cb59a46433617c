using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>What one replica does, the others show.</summary>
[Collection(CatalogServers.Collection)]
public sealed class ReplicaTests(CatalogServers servers) : CatalogTest(servers.Shared)
{
    [Fact]
    public async Task Change_OnOneReplica_IsSeenOnTheOthersThatHadCachedIt()
    {
        await using var other = await Host.ReplicaAsync();
        await ListensAsync(other);
        var product = await CreateAsync(Mug(price: 1200));
        var sku = product.Variants[0].Sku;
        (await other.Client.GetProductAsync(new GetProductRequest { Slug = product.Slug }, deadline: Deadline)).ShouldBe(product);
        (await PriceAsync(other, sku)).ShouldBe(1200);

        await SetPriceAsync(new SetPriceRequest { Sku = sku, Price = Euros(1100) });

        (await PriceAsync(Host, sku)).ShouldBe(1100);
        await EventuallyAsync(async () => await PriceAsync(other, sku) == 1100, "the new price on the other replica");
        (await other.Client.GetProductAsync(new GetProductRequest { ProductId = product.ProductId }, deadline: Deadline)).MinPrice.ShouldBe(Euros(1100));
    }

    [Fact]
    public async Task Slug_GivenToAnotherProduct_LeadsThere()
    {
        var first = await CreateAsync(Mug());
        await Client.GetProductAsync(new GetProductRequest { Slug = first.Slug }, deadline: Deadline);
        await UpdateAsync(new Product { ProductId = first.ProductId, Slug = $"{first.Slug}-old" });

        var second = await CreateAsync(new Product(Mug()) { Slug = first.Slug });

        (await Client.GetProductAsync(new GetProductRequest { Slug = first.Slug }, deadline: Deadline)).ProductId.ShouldBe(second.ProductId);
    }

    [Fact]
    public async Task Watch_ChangesOnAnotherReplica_TellsTheLastStateOfEach()
    {
        await using var other = await Host.ReplicaAsync();
        var product = await CreateAsync(Mug());
        using var watch = other.Client.WatchProducts(new WatchProductsRequest { ProductIds = { product.ProductId } }, deadline: Deadline);
        await watch.ResponseHeadersAsync;

        for (var i = 1; i <= 20; i++)
        {
            await UpdateAsync(new Product { ProductId = product.ProductId, Name = $"Name {i}" });
        }

        await CreateAsync(Mug());
        var told = 0;
        while (await watch.ResponseStream.MoveNext(CancellationToken.None) && ++told > 0 && watch.ResponseStream.Current.Product.Name != "Name 20")
        {
            watch.ResponseStream.Current.Product.ProductId.ShouldBe(product.ProductId);
        }

        told.ShouldBeInRange(1, 20);
        await Client.DeleteProductAsync(new DeleteProductRequest { RequestId = NewId(), ProductId = product.ProductId }, Admin, Deadline);
        (await watch.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        watch.ResponseStream.Current.RemovedProductId.ShouldBe(product.ProductId);
    }

    [Fact]
    public async Task Watch_Resumed_TellsWhatHappenedInBetween()
    {
        var products = new List<Product> { await CreateAsync(Mug()), await CreateAsync(Mug()), await CreateAsync(Mug()) };
        var request = new WatchProductsRequest { ProductIds = { products.Select(product => product.ProductId) } };
        using (var watch = Client.WatchProducts(request, deadline: Deadline))
        {
            await watch.ResponseHeadersAsync;
            await UpdateAsync(new Product { ProductId = products[0].ProductId, Name = "First" });
            (await watch.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
            request.ResumeToken = watch.ResponseStream.Current.ResumeToken;
        }

        await UpdateAsync(new Product { ProductId = products[1].ProductId, Name = "Second" });
        await UpdateAsync(new Product { ProductId = products[2].ProductId, Status = ProductStatus.Archived });

        using var resumed = Client.WatchProducts(request, deadline: Deadline);
        var told = new HashSet<string>();
        while (!told.IsSupersetOf(["Second", products[2].ProductId]) && await resumed.ResponseStream.MoveNext(CancellationToken.None))
        {
            told.Add(resumed.ResponseStream.Current.Product?.Name ?? resumed.ResponseStream.Current.RemovedProductId);
        }

        told.ShouldBeSubsetOf(["First", "Second", products[2].ProductId]);
    }

    [Fact]
    public async Task Watch_BadRequests_AreRefused()
    {
        var bad = new[] { new WatchProductsRequest { ResumeToken = "nonsense" }, new WatchProductsRequest { ProductIds = { "mug" } }, new WatchProductsRequest { ProductIds = { Enumerable.Range(0, 101).Select(_ => NewId()) } } };
        foreach (var request in bad)
        {
            using var watch = Client.WatchProducts(request, deadline: Deadline);
            (await Should.ThrowAsync<RpcException>(() => watch.ResponseStream.MoveNext(CancellationToken.None))).StatusCode.ShouldBe(StatusCode.InvalidArgument);
        }

        using var future = Client.WatchProducts(new WatchProductsRequest { ResumeToken = new Shop.Catalog.ChangePosition(ulong.MaxValue / 2, Guid.Empty).ToToken() }, deadline: Deadline);
        await RefusedAsync(() => future.ResponseStream.MoveNext(CancellationToken.None), StatusCode.FailedPrecondition, "RESUME_TOKEN_EXPIRED");
    }

    private static async Task<long> PriceAsync(CatalogHost host, string sku) =>
        (await host.Client.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { sku } }, deadline: Deadline)).Listings[0].Variant.Price.MinorUnits;

    // A replica that has just started may not listen yet; what it shows of a change says that it does.
    private async Task ListensAsync(CatalogHost other)
    {
        var probe = await CreateAsync(Mug());
        var cache = other.Services.GetService(typeof(Shop.Catalog.ProductCache)) as Shop.Catalog.ProductCache;
        await EventuallyAsync(
            async () =>
            {
                await UpdateAsync(new Product { ProductId = probe.ProductId, Name = NewId() });
                var before = await cache!.FindAsync(Shop.Catalog.ProductKey.OfId(Guid.Parse(probe.ProductId)), CancellationToken.None);
                await UpdateAsync(new Product { ProductId = probe.ProductId, Name = NewId() });
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
                while (!patience.IsCancellationRequested)
                {
                    if (await cache.FindAsync(Shop.Catalog.ProductKey.OfId(Guid.Parse(probe.ProductId)), CancellationToken.None) is { } now && now.Revision > before!.Revision)
                    {
                        return true;
                    }
                }

                return false;
            },
            "the other replica to listen");
    }
}

using Google.Protobuf;
using Grpc.Core;
using Npgsql;
using RabbitMQ.Client;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>What one replica does, the others show; and what Inventory and Order tell, Catalog keeps.</summary>
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
    public async Task StockChanged_OutOfOrder_TheGreatestRevisionCounts()
    {
        var product = await CreateAsync(Mug());
        var (sku, other) = (product.Variants[0].Sku, product.Variants[1].Sku);

        await TellAsync(Stock(sku, available: 0, revision: 5));
        await EventuallyAsync(async () => !(await GetAsync(product)).Variants[0].InStock, "the SKU to be out of stock");
        (await GetAsync(product)).InStock.ShouldBeTrue();
        (await FoundInStockAsync(product)).ShouldBeTrue();

        await TellAsync(Stock(sku, available: 9, revision: 4), Stock(other, available: 0, revision: 1));
        await EventuallyAsync(async () => !(await GetAsync(product)).InStock, "the product to be out of stock");
        (await GetAsync(product)).Variants[0].InStock.ShouldBeFalse();
        (await FoundInStockAsync(product)).ShouldBeFalse();

        await TellAsync(Stock(sku, available: 1, revision: 6));
        await EventuallyAsync(async () => (await GetAsync(product)).InStock, "the product to be in stock again");
        (await GetAsync(product)).Etag.ShouldBe(product.Etag);
    }

    [Fact]
    public async Task StockChanged_BeforeTheProductExists_IsKnownWhenItDoes()
    {
        var mug = Mug();
        await TellAsync(Stock(mug.Variants[0].Sku, available: 0, revision: 1), Stock(mug.Variants[1].Sku, available: 0, revision: 1));
        await EventuallyAsync(async () => await CountStockAsync(mug) == 2, "both to be kept");

        (await CreateAsync(mug)).InStock.ShouldBeFalse();
    }

    [Fact]
    public async Task StockChanged_WhileTheProductIsWritten_IsNotLost()
    {
        var product = await CreateAsync(Mug());
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await UpdateAsync(new Product { ProductId = product.ProductId, Variants = { product.Variants }, Name = $"Name {i}" });
            }
        });
        for (var i = 1; i <= 40; i++)
        {
            await TellAsync(Stock(product.Variants[0].Sku, available: i % 2, revision: i));
        }

        await writing;
        await EventuallyAsync(async () => !(await GetAsync(product)).Variants[0].InStock, "what was told last");
    }

    [Fact]
    public async Task OrderConfirmed_SoldMost_ComesFirstByPopularity()
    {
        var brand = $"Popular {NewId()}";
        var products = new List<Product>();
        for (var i = 0; i < 3; i++)
        {
            products.Add(await CreateAsync(new Product(Mug()) { Brand = brand }));
        }

        await TellAsync(Order(products[1], 2), Order(products[2], 1), Order(products[1], 1), Order(products[0], 7));

        var request = new SearchProductsRequest { Filter = new ProductFilter { Brands = { brand } }, OrderBy = ProductOrder.Popularity };
        string[] expected = [products[0].ProductId, products[1].ProductId, products[2].ProductId];
        await EventuallyAsync(
            async () => (await Client.SearchProductsAsync(request, deadline: Deadline)).Products.Select(product => product.ProductId).SequenceEqual(expected), "the order of sales");
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

    private static StockChanged Stock(string sku, int available, long revision) => new() { Sku = sku, AvailableQuantity = available, Revision = revision };

    private static OrderConfirmed Order(Product product, int quantity) => new()
    {
        OrderId = NewId(),
        Lines = { new OrderedLine { Sku = product.Variants[0].Sku, Quantity = quantity } },
        ConfirmTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(DateTime.UtcNow),
    };

    private static async Task<long> PriceAsync(CatalogHost host, string sku) =>
        (await host.Client.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { sku } }, deadline: Deadline)).Listings[0].Variant.Price.MinorUnits;

    private async Task<bool> FoundInStockAsync(Product product)
    {
        var answer = await Client.SearchProductsAsync(new SearchProductsRequest { Query = product.Variants[0].Sku, Filter = new ProductFilter { InStockOnly = true } }, deadline: Deadline);
        return answer.Products.Any(found => found.ProductId == product.ProductId);
    }

    private async Task<long> CountStockAsync(Product product)
    {
        await using var command = Host.Database.CreateCommand("SELECT count(*) FROM sku_stock WHERE sku = ANY ($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = product.Variants.Select(variant => variant.Sku).ToArray() });
        return (long)(await command.ExecuteScalarAsync())!;
    }

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

    private async Task TellAsync(params IMessage[] messages)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(Host.Broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null));
        foreach (var message in messages)
        {
            var properties = new BasicProperties { MessageId = NewId(), Type = message.Descriptor.FullName };
            await channel.BasicPublishAsync(Host.Exchange, message.Descriptor.FullName, mandatory: true, properties, message.ToByteArray());
        }
    }
}

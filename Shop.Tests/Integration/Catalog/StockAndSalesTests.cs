using Google.Protobuf;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.Contracts.Order.V1;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>What Inventory and Order tell, Catalog keeps and shows.</summary>
[Collection(CatalogServers.Collection)]
public sealed class StockAndSalesTests(CatalogServers servers) : CatalogTest(servers.Shared)
{
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

        await SortedAsync(brand, products[0], products[1], products[2]);
    }

    [Fact]
    public async Task StockChanged_OfManySkusToTwoReplicasWhileTheyAreWritten_TheLastIsShown()
    {
        await using var other = await Host.ReplicaAsync();
        var products = new List<Product>();
        for (var i = 0; i < 8; i++)
        {
            products.Add(await CreateAsync(Mug()));
        }

        string[] skus = [.. products.SelectMany(product => product.Variants).Select(variant => variant.Sku)];
        var importing = Task.Run(async () =>
        {
            for (var round = 0; round < 5; round++)
            {
                var changed = products.Select(product => new Product(product) { Name = $"{product.Name} {round}" }).OrderBy(_ => Random.Shared.Next());
                (await Host.ImportAsync(changed)).Failures.ShouldBeEmpty();
            }
        });
        var told = Enumerable.Range(1, 10).SelectMany(revision => skus.Select(sku => Stock(sku, available: revision % 2, revision))).ToArray();
        await TellAsync([.. told.OrderBy(_ => Random.Shared.Next())]);
        await importing;

        await EventuallyAsync(
            async () =>
            {
                var shown = await Task.WhenAll(products.Select(GetAsync));
                return shown.All(product => !product.InStock && product.Variants.All(variant => !variant.InStock));
            },
            "everything to be out of stock, as told last");
        foreach (var product in products)
        {
            (await FoundInStockAsync(product)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task StockChanged_ToldOfTwice_IsToldOnOnce()
    {
        var product = await CreateAsync(Mug());
        await using var gone = await ListenAsync<ProductStockChanged>(told => told.ProductId == product.ProductId);

        var stock = Stock(product.Variants[0].Sku, available: 0, revision: 3);
        await TellAsync(stock, stock, Stock(product.Variants[0].Sku, available: 0, revision: 4));
        await EventuallyAsync(async () => !(await GetAsync(product)).Variants[0].InStock, "the SKU to be out of stock");
        await TellAsync(Stock(product.Variants[1].Sku, available: 0, revision: 1));
        await EventuallyAsync(() => Task.FromResult(gone.Told.Any(told => told.Skus.Contains(product.Variants[1].Sku))), "the other SKU to be told of");

        gone.Told.Count(told => told.Skus.Contains(product.Variants[0].Sku)).ShouldBe(1);
    }

    [Fact]
    public async Task Popularity_OfAProductThatWasArchived_ComesBackWithIt()
    {
        var brand = $"Back {NewId()}";
        var popular = await CreateAsync(new Product(Mug()) { Brand = brand });
        var other = await CreateAsync(new Product(Mug()) { Brand = brand });
        await TellAsync(Order(popular, 9), Order(other, 4));
        await SortedAsync(brand, popular, other);

        await UpdateAsync(new Product { ProductId = popular.ProductId, Status = ProductStatus.Archived });
        await TellAsync(Order(other, 2), Order(popular, 1));
        await UpdateAsync(new Product { ProductId = popular.ProductId, Status = ProductStatus.Active });

        await SortedAsync(brand, popular, other);
    }

    [Fact]
    public async Task OrderConfirmed_DeliveredTwice_CountsOnce()
    {
        var brand = $"Once {NewId()}";
        var twice = await CreateAsync(new Product(Mug()) { Brand = brand });
        var more = await CreateAsync(new Product(Mug()) { Brand = brand });
        var id = NewId();

        await TellAsync([(Order(twice, 3), id), (Order(twice, 3), id), (Order(more, 4), NewId()), (Order(twice, 3), id)]);

        await SortedAsync(brand, more, twice);
    }

    private static StockChanged Stock(string sku, int available, long revision) => new() { Sku = sku, AvailableQuantity = available, Revision = revision };

    private static OrderConfirmed Order(Product product, int quantity) => new()
    {
        OrderId = NewId(),
        Lines = { new OrderedLine { Sku = product.Variants[0].Sku, Quantity = quantity } },
        ConfirmTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(DateTime.UtcNow),
    };

    private async Task<bool> FoundInStockAsync(Product product)
    {
        var answer = await Client.SearchProductsAsync(new SearchProductsRequest { Query = product.Variants[0].Sku, Filter = new ProductFilter { InStockOnly = true } }, deadline: Deadline);
        return answer.Products.Any(found => found.ProductId == product.ProductId);
    }

    private async Task SortedAsync(string brand, params Product[] products)
    {
        var request = new SearchProductsRequest { Filter = new ProductFilter { Brands = { brand } }, OrderBy = ProductOrder.Popularity };
        var expected = products.Select(product => product.ProductId).ToList();
        await EventuallyAsync(
            async () => (await Client.SearchProductsAsync(request, deadline: Deadline)).Products.Select(product => product.ProductId).SequenceEqual(expected), "the order of sales");
    }

    private async Task<Listener<TMessage>> ListenAsync<TMessage>(Func<TMessage, bool> isOfInterest) where TMessage : class, IMessage<TMessage>, new() =>
        await Listener<TMessage>.StartAsync(Host.Broker, Host.Exchange, isOfInterest);

    private Task TellAsync(params IMessage[] messages) => TellAsync([.. messages.Select(message => (message, NewId()))]);

    private async Task TellAsync((IMessage Message, string Id)[] messages)
    {
        await using var connection = await TestBroker.ConnectAsync(Host.Broker);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null));
        foreach (var (message, id) in messages)
        {
            var properties = new BasicProperties { MessageId = id, Type = message.Descriptor.FullName };
            // Until the queue that is new has settled there is none to publish to.
            await EventuallyAsync(() => TryPublishAsync(channel, message, properties), "a queue for it");
        }
    }

    private async Task<bool> TryPublishAsync(IChannel channel, IMessage message, BasicProperties properties)
    {
        try
        {
            await channel.BasicPublishAsync(Host.Exchange, message.Descriptor.FullName, mandatory: true, properties, message.ToByteArray());
            return true;
        }
        catch (PublishException exception) when (exception.IsReturn)
        {
            return false;
        }
    }

    private async Task<long> CountStockAsync(Product product)
    {
        await using var command = Host.Database.CreateCommand("SELECT count(*) FROM sku_stock WHERE sku = ANY ($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = product.Variants.Select(variant => variant.Sku).ToArray() });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

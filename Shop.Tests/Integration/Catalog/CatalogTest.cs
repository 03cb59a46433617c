using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Rpc;
using Shop.ServiceDefaults.Grpc;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>The steps of tests that fill a catalog.</summary>
public abstract class CatalogTest : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<ProductChanged> _events = [];
    private IConnection? _connection;

    private protected CatalogTest(CatalogHost host) => Host = host;

    private protected CatalogHost Host { get; }

    private protected CatalogService.CatalogServiceClient Client => Host.Client;

    private protected Metadata Admin => Host.Admin;

    protected static DateTime Deadline => DateTime.UtcNow + Patience;

    /// <summary>Listens to what the catalog tells.</summary>
    public async Task InitializeAsync()
    {
        _connection = await TestBroker.ConnectAsync(Host.Broker);
        var channel = await _connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Host.Exchange, ExchangeType.Topic, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, Host.Exchange, ProductChanged.Descriptor.FullName);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            _events.Enqueue(ProductChanged.Parser.ParseFrom(delivery.Body.Span));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
    }

    public async Task DisposeAsync() => await _connection!.DisposeAsync();

    private protected async Task<Product> CreateAsync(Product product) =>
        await Client.CreateProductAsync(new CreateProductRequest { RequestId = NewId(), Product = product }, Admin, Deadline);

    private protected async Task<Product> UpdateAsync(Product product, params string[] paths) => await Client.UpdateProductAsync(
        new UpdateProductRequest { RequestId = NewId(), Product = product, UpdateMask = paths.Length == 0 ? null : new FieldMask { Paths = { paths } } }, Admin, Deadline);

    private protected async Task<Product> SetPriceAsync(SetPriceRequest request) =>
        await Client.SetPriceAsync(new SetPriceRequest(request) { RequestId = NewId() }, Admin, Deadline);

    private protected async Task<Product> GetAsync(Product product) =>
        await Client.GetProductAsync(new GetProductRequest { ProductId = product.ProductId }, deadline: Deadline);

    /// <summary>How often a product's change was told, once everything has been.</summary>
    private protected async Task<int> CountEventsAsync(string productId)
    {
        var last = await CreateAsync(Mug());
        await EventuallyAsync(() => Task.FromResult(_events.Any(told => told.ProductId == last.ProductId)), "the event of a later change");
        return _events.Count(told => told.ProductId == productId);
    }

    /// <summary>What was told last of a product, once everything has been.</summary>
    private protected async Task<ProductChanged> LastEventAsync(string productId)
    {
        await CountEventsAsync(productId);
        return _events.Where(told => told.ProductId == productId).MaxBy(told => told.Revision)!;
    }

    private protected static async Task<ErrorInfo> RefusedAsync<T>(Func<Task<T>> call, StatusCode code, string reason)
    {
        var refusal = await Should.ThrowAsync<RpcException>(async () => await call());
        refusal.StatusCode.ShouldBe(code, refusal.Status.Detail);
        var info = ShopErrors.DetailOf<ErrorInfo>(refusal)!;
        info.Reason.ShouldBe(reason);
        return info;
    }

    /// <summary>Waits until a condition holds.</summary>
    private protected static async Task EventuallyAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"Not in {Patience}: {what}");
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}

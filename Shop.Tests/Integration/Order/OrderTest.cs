using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Payment.V1;
using Shop.Contracts.Types.V1;
using Shop.Orders;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Integration.Orders;

/// <summary>The Order service as its Program.cs makes it, any number of replicas, on real servers, among neighbours that keep to their contracts.</summary>
[Collection(ShopServers.Collection)]
public abstract class OrderTest(ShopServers servers) : IAsyncLifetime
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Short, so that what has to be tried again is soon.
    private static readonly TimeSpan[] RetryDelays = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200)];

    private readonly string _service = $"order-{Guid.NewGuid():n}"[..14];
    private readonly List<TestService> _replicas = [];
    private TestService _neighbours = null!;
    private long _told;

    private protected CartOfOne Cart { get; } = new();

    private protected PriceList Prices { get; } = new();

    private protected StockModel Stock { get; } = new();

    private protected MoneyModel Money { get; } = new();

    private protected ConsumeCounts Counts { get; private set; } = null!;

    private protected EventLog Events { get; private set; } = null!;

    private protected NpgsqlDataSource Store { get; private set; } = null!;

    private protected string Database { get; private set; } = "";

    private protected string Broker { get; } = servers.Broker;

    private protected string Exchange => $"{_service}-shop";

    /// <summary>The first replica.</summary>
    private protected TestService Order { get; private set; } = null!;

    /// <summary>Where the replicas of this test reach the broker.</summary>
    private protected virtual string BrokerAddress => Broker;

    /// <summary>What is configured otherwise than by default.</summary>
    private protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    public virtual async Task InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync();
        Store = NpgsqlDataSource.Create(Database);
        _neighbours = await TestService.StartAsync(
            builder => builder.Services.AddSingleton(Cart).AddSingleton(Prices).AddSingleton(Stock).AddSingleton(Money),
            app =>
            {
                app.MapShopGrpcService<CartOfOne>();
                app.MapShopGrpcService<PriceList>();
                app.MapShopGrpcService<StockModel>();
                app.MapShopGrpcService<MoneyModel>();
            });
        Counts = new ConsumeCounts(_service);
        Events = await EventLog.OpenAsync(Broker, Exchange, Stock, Money);
        Order = await StartReplicaAsync();
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        Counts.Dispose();
        await _neighbours.DisposeAsync();
        await DeleteQueuesAsync();
        await Events.DisposeAsync();
        await Store.DisposeAsync();
        await servers.DropDatabaseAsync(Database);
    }

    private protected async Task<TestService> StartReplicaAsync(Action<WebApplicationBuilder>? configure = null)
    {
        var replica = await TestService.StartAsync(
            builder =>
            {
                builder.AddShopPostgres("orderdb", typeof(OrderStore).Assembly);
                builder.AddShopMessaging("rabbitmq", messaging => messaging.ConsumePayments().ConsumeMoves());
                builder.AddOrders();
                configure?.Invoke(builder);
            },
            app => app.MapShopGrpcService<OrderGrpc>(),
            [
                new("ConnectionStrings:orderdb", Database),
                new("ConnectionStrings:rabbitmq", BrokerAddress),
                new("Messaging:Service", _service),
                new("Messaging:Exchange", Exchange),
                // The broker of these tests lives on.
                new("Messaging:SettleTime", "00:00:00"),
                .. RetryDelays.Select((delay, i) => new KeyValuePair<string, string?>($"Messaging:RetryDelays:{i}", delay.ToString())),
                .. new[] { "cart", "catalog", "inventory", "payment" }.SelectMany(name => TestService.ReplicasOf(name, _neighbours.Address)),
                .. Settings,
            ]);
        _replicas.Add(replica);
        // What is published before a queue is bound would be lost to this test.
        await EventuallyAsync(async () => await ConsumersAsync(PaymentAuthorized.Descriptor.Name, PaymentDeclined.Descriptor.Name) >= _replicas.Count, "consumers at the queues");
        return replica;
    }

    private protected static string NewId() => Guid.CreateVersion7().ToString();

    /// <summary>A client of a replica with a token of its own.</summary>
    private protected OrderService.OrderServiceClient Client(string subject, string role = Roles.Guest, TestService? replica = null)
    {
        var host = replica ?? Order;
        var token = TestUsers.Token(subject, role, TimeSpan.FromMinutes(10));
        return new(host.Channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {token}");
            return metadata;
        }));
    }

    private protected OrderService.OrderServiceClient Admin => Client("admin-1", Roles.Admin);

    private protected PlaceOrderRequest PlaceRequest() => new()
    {
        RequestId = NewId(),
        ExpectedTotal = new Money { CurrencyCode = "EUR", MinorUnits = Cart.Lines.Sum(line => Prices.Prices[line.Sku] * line.Quantity) },
        PaymentToken = "tok_approved",
        Address = new PostalAddress { Recipient = "Ada Example", Lines = { "1 Example Street" }, PostalCode = "12345", Locality = "Exampleton", CountryCode = "DE" },
    };

    private protected async Task<Contracts.Order.V1.Order> PlaceAsync(string owner) => await Client(owner).PlaceOrderAsync(PlaceRequest());

    private protected async Task<Contracts.Order.V1.Order> ConfirmedAsync(string owner)
    {
        var order = await PlaceAsync(owner);
        await AuthorizeAsync(order.OrderId);
        return await WaitForAsync(order, OrderState.Confirmed);
    }

    /// <summary>The provider has said yes, and Payment tells.</summary>
    private protected async Task AuthorizeAsync(string orderId)
    {
        Money[orderId] = PaymentState.Authorized;
        await TellAsync(new PaymentAuthorized { OrderId = orderId });
    }

    private protected Task TellAsync(IMessage message, Guid? id = null)
    {
        Interlocked.Increment(ref _told);
        return Events.PublishAsync(Exchange, message, id);
    }

    private protected Task<Contracts.Order.V1.Order> WaitForAsync(Contracts.Order.V1.Order order, OrderState state) => WaitForAsync(order, now => now.State == state);

    private protected async Task<Contracts.Order.V1.Order> WaitForAsync(Contracts.Order.V1.Order order, Func<Contracts.Order.V1.Order, bool> expected)
    {
        var now = order;
        var client = Client(order.OwnerId);
        await EventuallyAsync(async () => expected(now = await client.GetOrderAsync(new GetOrderRequest { OrderId = order.OrderId })), () => $"the order as expected; it is {now}");
        return now;
    }

    /// <summary>Waits until Inventory and Payment have heard of the order's end, and checks that they agree with it.</summary>
    private protected async Task ShouldSettleAsync(string orderId, OrderState state)
    {
        var (stock, money) = state == OrderState.Confirmed
            ? (Contracts.Inventory.V1.ReservationState.Committed, PaymentState.Captured)
            : (Contracts.Inventory.V1.ReservationState.Released, PaymentState.Voided);
        await EventuallyAsync(
            () => Task.FromResult(Stock.StateOf(orderId) == stock && (Money[orderId] == money || (state == OrderState.Cancelled && Money[orderId] is PaymentState.Refunded or PaymentState.Declined))),
            () => $"stock {stock} and money {money}; they are {Stock.StateOf(orderId)} and {Money[orderId]}");
    }

    private protected static async Task<RpcException> RefusedAsync<T>(AsyncUnaryCall<T> call, StatusCode code, string reason)
    {
        var exception = await Should.ThrowAsync<RpcException>(async () => await call);
        exception.StatusCode.ShouldBe(code, exception.Status.Detail);
        ShopErrors.ReasonOf(exception).ShouldBe(reason);
        return exception;
    }

    private protected static Task EventuallyAsync(Func<Task<bool>> condition, string what) => EventuallyAsync(condition, () => what);

    private protected static async Task EventuallyAsync(Func<Task<bool>> condition, Func<string> what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"Not in {Patience}: {what()}");
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private protected async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Store.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until everything that was published to Order so far has been dealt with.</summary>
    private protected Task DeliveredAsync() => EventuallyAsync(() => Task.FromResult(Counts.Consumed >= _told), "all events consumed");

    private protected async Task ExecuteAsync(string sql)
    {
        await using var command = Store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<uint> ConsumersAsync(params string[] messages)
    {
        await using var connection = await TestBroker.ConnectAsync(Broker);
        var least = uint.MaxValue;
        foreach (var message in messages)
        {
            await using var channel = await connection.CreateChannelAsync();
            try
            {
                least = Math.Min(least, (await channel.QueueDeclarePassiveAsync(QueueOf(message))).ConsumerCount);
            }
            catch (OperationInterruptedException)
            {
                // Not there yet.
                return 0;
            }
        }

        return least;
    }

    private string QueueOf(string message) => QueueNames.Of(_service, message == PaymentAuthorized.Descriptor.Name ? PaymentAuthorized.Descriptor : PaymentDeclined.Descriptor);

    private async Task DeleteQueuesAsync()
    {
        await using var connection = await TestBroker.ConnectAsync(Broker);
        await using var channel = await connection.CreateChannelAsync();
        var queues = new[] { PaymentAuthorized.Descriptor, PaymentDeclined.Descriptor }.Select(message => QueueNames.Of(_service, message));
        foreach (var queue in queues.SelectMany(queue => new[] { queue, QueueNames.Dead(queue) }).Concat(RetryDelays.Select(delay => QueueNames.Wait(_service, delay))))
        {
            await channel.QueueDeleteAsync(queue);
            await channel.ExchangeDeleteAsync(queue);
        }

        await channel.ExchangeDeleteAsync(Exchange);
    }
}

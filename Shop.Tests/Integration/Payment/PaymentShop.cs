using Google.Protobuf;
using Npgsql;
using RabbitMQ.Client;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Payment.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Payments;

/// <summary>Payment and the test provider as processes, and no other service: the tests say themselves what Order would.</summary>
public sealed class PaymentShop : IAsyncLifetime
{
    /// <summary>What webhooks are signed with.</summary>
    public const string WebhookSecret = "a-webhook-secret-of-tests";

    /// <summary>What every order of a test costs.</summary>
    public const long Amount = 2000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ShopServers _servers;
    private readonly string _name = $"pay-{Guid.NewGuid():n}"[..12];
    private readonly List<ServiceProcess> _payments = [];
    private string _paymentDb = "";
    private string _providerDb = "";
    private IConnection _connection = null!;
    private IChannel _channel = null!;
    private ServiceProcess? _provider;

    public PaymentShop(ShopServers servers) => _servers = servers;

    /// <summary>Payment's database.</summary>
    public NpgsqlDataSource Payments { get; private set; } = null!;

    /// <summary>What the provider really did.</summary>
    public NpgsqlDataSource Provider { get; private set; } = null!;

    /// <summary>Where the provider's webhooks go.</summary>
    public Uri Webhook { get; } = new(ServiceProcess.FreeAddress(), "/webhooks/payments");

    /// <summary>Everything the payment processes printed.</summary>
    public string Output => string.Join('\n', _payments.Select(payment => payment.Output));

    internal ServiceProcess PaymentProcess => _payments[0];

    internal ServiceProcess ProviderProcess => _provider!;

    public async Task InitializeAsync()
    {
        _paymentDb = await _servers.CreateDatabaseAsync();
        _providerDb = await _servers.CreateDatabaseAsync();
        Payments = NpgsqlDataSource.Create(_paymentDb);
        Provider = NpgsqlDataSource.Create(_providerDb);
        _connection = await TestBroker.ConnectAsync(_servers.Broker);
        _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null));
        var providerUrl = ServiceProcess.FreeAddress();
        _provider = new ServiceProcess("PaymentProvider", "Shop.PaymentProvider", "http", new Dictionary<string, Uri> { ["http"] = providerUrl }, new Dictionary<string, string>
        {
            ["ConnectionStrings__providerdb"] = _providerDb,
            ["Provider__SecretKey"] = "a-secret-key-of-tests",
            ["Provider__WebhookUrl"] = Webhook.ToString(),
            ["Provider__WebhookSecrets__0"] = WebhookSecret,
            ["Provider__LateDelay"] = "00:00:05",
        });
        _payments.Add(NewPayment(providerUrl, Webhook));
        _payments.Add(NewPayment(providerUrl, ServiceProcess.FreeAddress()));
        await Task.WhenAll(_provider.StartAsync(), _payments[0].StartAsync());
    }

    public async Task DisposeAsync()
    {
        _payments.ForEach(payment => payment.End());
        _provider?.End();
        foreach (var message in new[] { OrderPlaced.Descriptor, OrderConfirmed.Descriptor, OrderCancelled.Descriptor, OrderRefunded.Descriptor })
        {
            await _channel.QueueDeleteAsync(QueueNames.Of(_name, message));
            await _channel.QueueDeleteAsync(QueueNames.Dead(QueueNames.Of(_name, message)));
        }

        await _channel.ExchangeDeleteAsync($"{_name}-shop");
        await _connection.DisposeAsync();
        await Payments.DisposeAsync();
        await Provider.DisposeAsync();
        await _servers.DropDatabaseAsync(_paymentDb);
        await _servers.DropDatabaseAsync(_providerDb);
    }

    /// <summary>Starts a second replica of Payment, on the same queues and database.</summary>
    public Task StartSecondReplicaAsync() => _payments[1].StartAsync();

    public Task PlaceAsync(Guid orderId, string token = "tok_approved") =>
        SendAsync(new OrderPlaced { OrderId = orderId.ToString(), Total = Euros(Amount), PaymentToken = token });

    public Task ConfirmAsync(Guid orderId) => SendAsync(new OrderConfirmed { OrderId = orderId.ToString(), Total = Euros(Amount) });

    public Task CancelAsync(Guid orderId) => SendAsync(new OrderCancelled { OrderId = orderId.ToString(), Total = Euros(Amount) });

    public Task RefundAsync(Guid orderId, Guid refundId, long amount) =>
        SendAsync(new OrderRefunded { OrderId = orderId.ToString(), Refund = new Refund { RefundId = refundId.ToString(), Amount = Euros(amount) } });

    /// <summary>Waits until a payment is in a state, and nobody works on it.</summary>
    public Task WaitForAsync(Guid orderId, PaymentState state) => EventuallyAsync(
        async () => await CountAsync(Payments, "SELECT count(*) FROM payment WHERE order_id = $1 AND state = $2 AND lease IS NULL AND due_time IS NULL", orderId, (short)state) == 1,
        $"{state} of {orderId}");

    /// <summary>The ledger of an order, e.g. <c>Authorized 2000, Captured 2000</c>.</summary>
    public async Task<string> LedgerAsync(Guid orderId) => string.Join(", ", (await ListAsync(
        Payments, "SELECT kind, amount FROM movement WHERE order_id = $1 ORDER BY movement_id", row => $"{(PaymentMovementKind)row.GetInt16(0)} {row.GetInt64(1)}", orderId)));

    /// <summary>The same, of what the provider did, over all its charges of the order.</summary>
    public async Task<string> ChargesAsync(Guid orderId) => string.Join(", ", await ListAsync(
        Provider, "SELECT initcap(e.kind), e.amount FROM entry e JOIN charge c USING (charge_id) WHERE c.reference = $1 ORDER BY e.entry_id", row => $"{row.GetString(0)} {row.GetInt64(1)}", orderId));

    public static async Task<long> CountAsync(NpgsqlDataSource database, string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return (long)(await command.ExecuteScalarAsync())!;
    }

    public static async Task EventuallyAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            patience.IsCancellationRequested.ShouldBeFalse($"Not in {Patience}: {what}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private ServiceProcess NewPayment(Uri providerUrl, Uri webhook) => new(
        "Payment",
        "Shop.Payments",
        "probe",
        new Dictionary<string, Uri> { ["http"] = ServiceProcess.FreeAddress(), ["webhook"] = new(webhook.GetLeftPart(UriPartial.Authority)), ["probe"] = ServiceProcess.FreeAddress() },
        new Dictionary<string, string>
        {
            ["ConnectionStrings__paymentdb"] = _paymentDb,
            ["ConnectionStrings__rabbitmq"] = _servers.Broker,
            ["Messaging__Service"] = _name,
            ["Messaging__Exchange"] = $"{_name}-shop",
            // The broker of these tests lives on.
            ["Messaging__SettleTime"] = "00:00:00",
            ["Provider__Url"] = providerUrl.ToString(),
            ["Provider__SecretKey"] = "a-secret-key-of-tests",
            ["Provider__WebhookSecrets__0"] = WebhookSecret,
            ["Security__TokenKey"] = new string('k', 44),
        });

    // Straight into Payment's queue, which is there when it is healthy or soon after.
    private Task SendAsync(IMessage message) => EventuallyAsync(
        async () =>
        {
            try
            {
                var properties = new BasicProperties { MessageId = Guid.CreateVersion7().ToString(), Type = message.Descriptor.FullName, DeliveryMode = DeliveryModes.Persistent };
                await _channel.BasicPublishAsync("", QueueNames.Of(_name, message.Descriptor), mandatory: true, properties, message.ToByteArray());
                return true;
            }
            catch (RabbitMQ.Client.Exceptions.PublishException)
            {
                return false;
            }
        },
        $"a queue for {message.Descriptor.Name}");

    private static async Task<List<string>> ListAsync(NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, string> read, Guid orderId)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = orderId });
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(read(reader));
        }

        return lines;
    }

    private static Money Euros(long minorUnits) => new() { CurrencyCode = "EUR", MinorUnits = minorUnits };
}

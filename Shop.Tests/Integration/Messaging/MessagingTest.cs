using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

/// <summary>A shop of its own on the shared servers: a database, an exchange, and queues that no other test has.</summary>
public abstract class MessagingTest(ShopServers servers) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<IHost> _hosts = [];
    private readonly HashSet<string> _queues = [];

    protected string Service { get; } = $"test-{Guid.NewGuid():n}"[..12];

    protected string Exchange => $"{Service}-shop";

    protected string Database { get; private set; } = "";

    protected string Broker { get; } = servers.Broker;

    protected NpgsqlDataSource Store { get; private set; } = null!;

    /// <summary>The queue of texts, which most tests are about.</summary>
    protected string StringQueue => Queue(StringValue.Descriptor);

    protected static CancellationToken Token => new CancellationTokenSource(Patience).Token;

    public virtual async Task InitializeAsync()
    {
        Database = await servers.CreateDatabaseAsync();
        Store = NpgsqlDataSource.Create(Database);
        await ExecuteAsync("CREATE TABLE effect (number bigint GENERATED ALWAYS AS IDENTITY, text text NOT NULL)");
    }

    public virtual async Task DisposeAsync()
    {
        foreach (var host in _hosts.ToList())
        {
            await StopAsync(host);
        }

        await DeleteQueuesAsync();
        await Store.DisposeAsync();
        await servers.DropDatabaseAsync(Database);
    }

    /// <summary>Starts a replica of the service.</summary>
    private protected async Task<IHost> StartAsync(
        Script? script = null,
        Action<MessagingBuilder>? consume = null,
        Action<MessagingOptions>? options = null,
        string? broker = null,
        string? database = null,
        Action<IServiceCollection>? services = null,
        bool ready = true,
        TimeSpan? heartbeat = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "Shop.Tests" });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:db", database ?? Database), new("ConnectionStrings:mq", broker ?? Broker)]);
        builder.Services.AddSingleton(script ?? Script.Effect);
        services?.Invoke(builder.Services);
        builder.AddShopPostgres("db", migrations: typeof(object).Assembly);
        builder.AddShopMessaging("mq", consume ?? (messaging => messaging.Consume<Google.Protobuf.WellKnownTypes.StringValue, ScriptedConsumer>()));
        builder.Services.Configure<MessagingOptions>(messaging =>
        {
            (messaging.Service, messaging.Exchange) = (Service, Exchange);
            messaging.RetryDelays = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200)];
            // Most brokers here live on.
            messaging.SettleTime = TimeSpan.Zero;
            options?.Invoke(messaging);
        });
        var host = builder.Build();
        _hosts.Add(host);
        if (heartbeat is { } interval)
        {
            ((ConnectionFactory)host.Services.GetRequiredService<IConnectionFactory>()).RequestedHeartbeat = interval;
        }

        await host.StartAsync(Token);
        Remember(host);
        if (ready)
        {
            await ConsumingAsync(host);
        }

        return host;
    }

    /// <summary>Waits until a replica consumes all that it should.</summary>
    private protected async Task ConsumingAsync(IHost host)
    {
        await using var connection = await ConnectAsync();
        await EventuallyAsync(() => ConsumesAsync(connection, host), "consumers at every queue");
    }

    /// <summary>Stops a replica as a deployment would.</summary>
    private protected async Task StopAsync(IHost host)
    {
        _hosts.Remove(host);
        await host.StopAsync(Token);
        host.Dispose();
    }

    /// <summary>Writes events and their effect in one transaction, as a service does.</summary>
    private protected static async Task PublishAsync(IHost host, params IMessage[] events)
    {
        var outbox = host.Services.GetRequiredService<Outbox>();
        await using var batch = host.Services.GetRequiredService<NpgsqlDataSource>().CreateBatch();
        outbox.Append(batch, events);
        await batch.ExecuteNonQueryAsync(Token);
        outbox.Wake();
    }

    private protected string Queue(MessageDescriptor message) => QueueNames.Of(Service, message);

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

    private protected Task EffectsAsync(int count) =>
        EventuallyAsync(async () => await ScalarAsync<long>("SELECT count(*) FROM effect") >= count, $"{count} effects");

    private protected Task OutboxEmptyAsync() =>
        EventuallyAsync(async () => await ScalarAsync<long>("SELECT count(*) FROM outbox") == 0, "an empty outbox");

    private protected async Task<List<string>> EffectsAsync()
    {
        await using var command = Store.CreateCommand("SELECT text FROM effect ORDER BY number");
        await using var reader = await command.ExecuteReaderAsync(Token);
        var effects = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            effects.Add(reader.GetString(0));
        }

        return effects;
    }

    private protected async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Store.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Token))!;
    }

    private protected async Task ExecuteAsync(string sql)
    {
        await using var command = Store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>Puts a message straight into a queue, whatever it is.</summary>
    private protected async Task SendAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null), Token);
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, body, Token);
    }

    /// <summary>Waits until the broker has no text left to give: a replica has them all in hand, or has done them.</summary>
    private protected Task DrainedAsync() => EventuallyAsync(async () => await CountAsync(StringQueue) == 0, "an empty queue");

    /// <summary>Messages in a queue that no consumer has in hand.</summary>
    private protected async Task<uint> CountAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        return await channel.MessageCountAsync(queue, Token);
    }

    private protected async Task<DeadLetters> DeadLettersAsync() => await DeadLetters.ConnectAsync(Broker, Token);

    private protected async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(MessageDescriptor message, int count)
    {
        await using var deadLetters = await DeadLettersAsync();
        IReadOnlyList<DeadLetter> list = [];
        await EventuallyAsync(
            async () => (list = await deadLetters.ListAsync(Queue(message), limit: 100, Token)).Count >= count, $"{count} dead letters");
        return list;
    }

    private protected Task<IConnection> ConnectAsync() => TestBroker.ConnectAsync(Broker);

    private async Task<bool> ConsumesAsync(IConnection connection, IHost host)
    {
        foreach (var registration in host.Services.GetServices<ConsumerRegistration>().Where(registration => registration.Kind == ConsumerKind.Shared))
        {
            if (await InfoAsync(connection, Queue(registration.Message)) is not { ConsumerCount: > 0 })
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Waits until the queue of a message is at the broker, whether or not it is bound.</summary>
    private protected async Task DeclaredAsync(MessageDescriptor message)
    {
        await using var connection = await ConnectAsync();
        await EventuallyAsync(async () => await InfoAsync(connection, Queue(message)) is not null, $"the queue of {message.Name}");
    }

    private static async Task<QueueDeclareOk?> InfoAsync(IConnection connection, string queue)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue, Token);
        }
        catch (OperationInterruptedException)
        {
            // Not there yet.
            return null;
        }
    }

    private void Remember(IHost host)
    {
        var options = host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<MessagingOptions>>().Value;
        _queues.UnionWith(options.RetryDelays.Select(delay => QueueNames.Wait(Service, delay)));
        foreach (var registration in host.Services.GetServices<ConsumerRegistration>())
        {
            _queues.Add(Queue(registration.Message));
            _queues.Add(QueueNames.Dead(Queue(registration.Message)));
        }
    }

    private async Task DeleteQueuesAsync()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        foreach (var queue in _queues)
        {
            await channel.QueueDeleteAsync(queue, cancellationToken: Token);
            await channel.ExchangeDeleteAsync(queue, cancellationToken: Token);
        }

        await channel.ExchangeDeleteAsync(Exchange, cancellationToken: Token);
    }
}

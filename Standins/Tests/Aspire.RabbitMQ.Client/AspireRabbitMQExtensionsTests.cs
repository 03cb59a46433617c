using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Trace;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Standins.Tests.Servers;

namespace Standins.Tests.Rabbit;

[Collection(RabbitCollection.Name)]
public sealed class AspireRabbitMQExtensionsTests(RabbitServer server)
{
    private const string Source = "Aspire.RabbitMQ.Client";

    [Fact]
    public async Task AddRabbitMQClient_PublishAndConsume_ConfirmsAndDelivers()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:rabbitmq", server.ConnectionString));
        builder.AddRabbitMQClient("rabbitmq");
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(nameof(AspireRabbitMQExtensionsTests)));
        using var host = builder.Build();
        await host.StartAsync().Soon();
        using var source = new ActivitySource(nameof(AspireRabbitMQExtensionsTests));
        using var parent = source.StartActivity("checkout").ShouldNotBeNull();

        await using var channel = await host.Services.GetRequiredService<IConnection>().CreateChannelAsync(new CreateChannelOptions(true, true)).Soon();
        var queue = await channel.QueueDeclareAsync().Soon();
        var delivered = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
            delivered.SetResult(Encoding.UTF8.GetString(delivery.Body.Span));
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: false, consumer).Soon();
        await channel.BasicPublishAsync("", queue.QueueName, mandatory: true, "hello"u8.ToArray()).AsTask().Soon();

        (await delivered.Task.Soon()).ShouldBe("hello");
        host.Spans().Of("RabbitMQ.Client.Publisher").ShouldContain(span => span.TraceId == parent.TraceId);
        await Patience.UntilAsync(() => Task.FromResult(host.Spans().Of("RabbitMQ.Client.Subscriber").Length > 0));
        await host.StopAsync().Soon();
    }

    [Fact]
    public async Task HealthCheck_ConnectionOpenThenClosed_IsHealthyThenNot()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:rabbitmq", server.ConnectionString));
        builder.AddKeyedRabbitMQClient("rabbitmq");
        using var host = builder.Build();

        var report = await host.CheckHealthAsync();
        report.Entries.Keys.ShouldBe(["RabbitMQ.Client_rabbitmq"]);
        report.Status.ShouldBe(HealthStatus.Healthy);

        await host.Services.GetRequiredKeyedService<IConnection>("rabbitmq").CloseAsync().Soon();
        (await host.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task HealthCheck_NobodyListens_IsUnhealthy()
    {
        var builder = Unreachable(Loopback.FreePort());
        builder.AddRabbitMQClient("rabbitmq", settings => settings.MaxConnectRetryCount = 0);
        using var host = builder.Build();

        var entry = (await host.CheckHealthAsync()).Entries["RabbitMQ.Client"];
        entry.Status.ShouldBe(HealthStatus.Unhealthy);
        entry.Exception.ShouldBeOfType<BrokerUnreachableException>();
    }

    [Fact]
    public void ConnectionFactory_FromAllPlaces_TheConnectionStringAndTheDelegateWin()
    {
        var builder = ClientHost.Builder(
            ("Aspire:RabbitMQ:Client:ConnectionFactory:HostName", "from-the-section"),
            ("Aspire:RabbitMQ:Client:ConnectionFactory:ClientProvidedName", "shared"),
            ("Aspire:RabbitMQ:Client:rabbitmq:ConnectionFactory:ClientProvidedName", "named"),
            ("Aspire:RabbitMQ:Client:MaxConnectRetryCount", "3"),
            ("ConnectionStrings:rabbitmq", "amqp://user:p%40ss@broker:5673/shop"));
        builder.AddRabbitMQClient("rabbitmq", settings => settings.MaxConnectRetryCount.ShouldBe(3), factory => factory.RequestedChannelMax = 99);
        using var host = builder.Build();

        var factory = host.Services.GetRequiredService<IConnectionFactory>().ShouldBeOfType<ConnectionFactory>();
        (factory.HostName, factory.Port, factory.VirtualHost).ShouldBe(("broker", 5673, "shop"));
        (factory.UserName, factory.Password).ShouldBe(("user", "p@ss"));
        (factory.ClientProvidedName, factory.RequestedChannelMax).ShouldBe(("named", (ushort)99));
    }

    [Fact]
    public void ConnectionFactory_NoConnectionString_IsTheSections()
    {
        var builder = ClientHost.Builder(("Aspire:RabbitMQ:Client:ConnectionFactory:HostName", "from-the-section"));
        builder.AddRabbitMQClient("rabbitmq");
        using var host = builder.Build();

        host.Services.GetRequiredService<IConnectionFactory>().ShouldBeOfType<ConnectionFactory>().HostName.ShouldBe("from-the-section");
    }

    [Fact]
    public async Task Connect_BrokerComesLater_IsRepeatedUntilThen()
    {
        var port = Loopback.FreePort();
        var builder = Unreachable(port);
        builder.AddRabbitMQClient("rabbitmq");
        using var host = builder.Build();
        await host.StartAsync().Soon();

        var connecting = Task.Run(host.Services.GetRequiredService<IConnection>);
        await Patience.UntilAsync(() => Task.FromResult(Attempts(host, port).Length > 0));
        using var forwarder = new Forwarder(port, new Uri(server.ConnectionString).Port);

        (await connecting.Soon()).IsOpen.ShouldBeTrue();
        var attempts = Attempts(host, port);
        attempts[0].Status.ShouldBe(ActivityStatusCode.Error);
        attempts[0].Events.ShouldContain(happened => happened.Name == "exception");
        await Patience.UntilAsync(() => Task.FromResult(host.Spans().Of(Source).Any(span => span.DisplayName == "rabbitmq connect")));
        await host.StopAsync().Soon();
    }

    [Fact]
    public async Task Connect_NobodyListens_GivesUpAfterTheRetries()
    {
        var port = Loopback.FreePort();
        var builder = Unreachable(port);
        builder.AddRabbitMQClient("rabbitmq", settings => settings.MaxConnectRetryCount = 1);
        using var host = builder.Build();
        await host.StartAsync().Soon();

        await Should.ThrowAsync<BrokerUnreachableException>(Task.Run(host.Services.GetRequiredService<IConnection>).Soon());

        Attempts(host, port).Length.ShouldBe(2);
        await host.StopAsync().Soon();
    }

    [Fact]
    public async Task DisableAutoActivation_False_ConnectsAsTheHostStarts()
    {
        var builder = ClientHost.Builder(("ConnectionStrings:rabbitmq", server.ConnectionString));
        builder.AddRabbitMQClient("rabbitmq", settings => settings.DisableAutoActivation = false);
        using var host = builder.Build();
        await host.StartAsync().Soon();

        host.Spans().Of(Source).ShouldContain(span => span.DisplayName == "rabbitmq connect attempt");
        await host.StopAsync().Soon();
    }

    [Fact]
    public async Task Connection_BrokerGoesAndComes_RecoversAndSaysSo()
    {
        var port = Loopback.FreePort();
        var logs = new LogLines();
        var builder = Unreachable(port);
        builder.AddRabbitMQClient("rabbitmq", configureConnectionFactory: factory => factory.NetworkRecoveryInterval = TimeSpan.FromMilliseconds(100));
        builder.Services.AddLogging(logging => logging.AddProvider(logs));
        var forwarder = new Forwarder(port, new Uri(server.ConnectionString).Port);
        using var host = builder.Build();
        var connection = await Task.Run(host.Services.GetRequiredService<IConnection>).Soon();

        forwarder.Dispose();
        await Patience.UntilAsync(() => Task.FromResult(!connection.IsOpen));
        await Patience.UntilAsync(() => Task.FromResult(logs.Of("RabbitMQ.Client").Any(line => line.Level == LogLevel.Error)));
        using var again = new Forwarder(port, new Uri(server.ConnectionString).Port);
        await Patience.UntilAsync(() => Task.FromResult(connection.IsOpen));
        logs.Of("RabbitMQ.Client").ShouldContain(line => line.Level == LogLevel.Information);
    }

    private static HostApplicationBuilder Unreachable(int port) => ClientHost.Builder(("ConnectionStrings:rabbitmq", $"amqp://shop:let-me-in@127.0.0.1:{port}"));

    // Every host of the test run hears of every attempt: those of this test fail at its own port.
    private static Activity[] Attempts(IHost host, int port)
        => [.. host.Spans().Of(Source).Where(span => span.DisplayName == "rabbitmq connect attempt" && Equals(span.GetTagItem("server.port"), port))];
}

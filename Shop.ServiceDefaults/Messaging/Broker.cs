using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// The connections to the broker: one to publish, one to consume, because a broker that is short of memory stops reading from
/// connections that publish, acknowledgements included.
/// </summary>
internal sealed class Broker(IConnectionFactory factory, IHostEnvironment environment, TimeProvider time, ILogger<Broker> logger) : IAsyncDisposable
{
    public BrokerConnection Publishing { get; } = new(factory, $"{environment.ApplicationName} publishing", time, logger);

    public BrokerConnection Consuming { get; } = new(factory, $"{environment.ApplicationName} consuming", time, logger);

    /// <summary>Whoever needs the broker has it; both connections are opened by their first use.</summary>
    public bool IsOpen => Publishing.IsOpen || Consuming.IsOpen;

    public async ValueTask DisposeAsync()
    {
        await Consuming.DisposeAsync();
        await Publishing.DisposeAsync();
    }
}

using RabbitMQ.Client;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>Consumes each message by itself, several at once.</summary>
internal sealed class EachSession(
    BrokerConnection connection, IChannel channel, DeliveryHandler handler, int concurrency, TimeProvider time, CancellationToken abort)
    : ConsumerSession(connection, channel, handler, time, abort)
{
    private readonly SemaphoreSlim _slots = new(concurrency, concurrency);

    public override async Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        await _slots.WaitAsync(Abort);
        try
        {
            if (!IsDraining)
            {
                await HandleAsync(new Delivery(deliveryTag, properties, body));
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
        finally
        {
            _slots.Release();
        }
    }

    protected override async Task FinishAsync()
    {
        for (var i = 0; i < concurrency; i++)
        {
            await _slots.WaitAsync(CancellationToken.None);
        }

        _slots.Dispose();
    }
}

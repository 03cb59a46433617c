using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Publishes and waits until the broker has taken responsibility. An outcome that is not known for certain is an exception, and
/// the channel is given up with it: the caller publishes again, the consumers recognise what they had already.
/// </summary>
internal sealed class ConfirmedPublisher(
    BrokerConnection connection, Func<IChannel, CancellationToken, Task> declare, TimeSpan timeout, TimeProvider time) : IAsyncDisposable
{
    // The limiter that is the default delays every message as the window fills; our batches are the window.
    private static readonly CreateChannelOptions Confirming = new(
        publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IChannel? _channel;

    private bool IsOpen => _channel is { IsOpen: true } && connection.IsOpen;

    /// <summary>Waits until there is a broker to publish to, as long as it takes.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!IsOpen)
            {
                await CloseAsync();
                _channel = await connection.OpenChannelAsync(Confirming, cancellationToken);
                await declare(_channel, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Publishes in order and waits for all, never for a broker that is away: <see cref="OpenAsync"/> does. Tells for each whether
    /// the broker took it; false: refused, or no queue for it.
    /// </summary>
    /// <exception cref="BrokerException">The outcome is unknown for at least one.</exception>
    public async Task<bool[]> PublishAsync(IReadOnlyList<Publication> publications, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var channel = IsOpen ? _channel! : throw new BrokerException("The broker is away.");
            var confirms = Array.ConvertAll([.. publications], publication => PublishAsync(channel, publication));
            await Task.WhenAll(confirms).WaitAsync(timeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Array.ConvertAll(confirms, IsConfirmed);
        }
        catch
        {
            await CloseAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _turn.Dispose();
    }

    // Without a token: the client loses count of its confirms when a publish is cancelled half way.
    private static Task PublishAsync(IChannel channel, Publication publication) =>
        channel.BasicPublishAsync(
            publication.Exchange, publication.RoutingKey, publication.Mandatory, publication.Properties, publication.Body, CancellationToken.None).AsTask();

    private static bool IsConfirmed(Task confirm) => confirm switch
    {
        { IsCompletedSuccessfully: true } => true,
        { Exception.InnerException: PublishException } => false,
        { Exception.InnerException: { } exception } => throw new BrokerException("The broker was lost while it confirmed.", exception),
        _ => throw new BrokerException("The broker did not confirm in time."),
    };

    private async ValueTask CloseAsync()
    {
        if (_channel is { } channel)
        {
            _channel = null;
            await connection.CloseAsync(channel);
        }
    }
}

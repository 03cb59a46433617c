using System.Diagnostics;
using System.Net.Sockets;
using Polly;
using Polly.Retry;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Aspire.RabbitMQ.Client;

/// <summary>Opens a connection, repeating while no broker answers: it may start after the service.</summary>
internal static class RabbitMQConnector
{
    public const string SourceName = "Aspire.RabbitMQ.Client";

    private static readonly ActivitySource Source = new(SourceName);

    // A container creates its singletons synchronously, and only once.
    public static IConnection Connect(IConnectionFactory factory, int retries)
    {
        using var activity = Start("rabbitmq connect", factory);
        return Pipeline(retries)
            .ExecuteAsync(async cancellationToken => await AttemptAsync(factory, cancellationToken).ConfigureAwait(false))
            .AsTask().GetAwaiter().GetResult();
    }

    private static ResiliencePipeline Pipeline(int retries) => retries <= 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<SocketException>().Handle<BrokerUnreachableException>(),
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                MaxRetryAttempts = retries,
            })
            .Build();

    private static async Task<IConnection> AttemptAsync(IConnectionFactory factory, CancellationToken cancellationToken)
    {
        using var activity = Start("rabbitmq connect attempt", factory);
        activity?.SetTag("messaging.operation", "connect");
        try
        {
            return await factory.CreateConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            activity?.AddException(exception);
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }

    private static Activity? Start(string name, IConnectionFactory factory)
    {
        var activity = Source.StartActivity(name, ActivityKind.Client)?.SetTag("messaging.system", "rabbitmq");
        if (factory is ConnectionFactory { Endpoint: var endpoint })
        {
            activity?.SetTag("server.address", endpoint.HostName).SetTag("server.port", endpoint.Port);
        }

        return activity;
    }
}

using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Aspire.Hosting.RabbitMQ;

internal static class RabbitMQLogin
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="BrokerUnreachableException">Nobody answers, or the password is wrong (see <see cref="IsRefused"/>).</exception>
    public static Task<IConnection> ConnectAsync(string uri, string purpose, CancellationToken cancellationToken) => new ConnectionFactory
    {
        Uri = new Uri(uri),
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = Patience,
        ContinuationTimeout = Patience,
        ClientProvidedName = purpose,
    }.CreateConnectionAsync(cancellationToken);

    public static bool IsRefused(BrokerUnreachableException exception) =>
        exception.InnerException is AuthenticationFailureException
        || exception.InnerException is AggregateException all && all.InnerExceptions.Any(inner => inner is AuthenticationFailureException);
}

using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Shop.Tests.Integration;

/// <summary>A test's own connection to a broker.</summary>
internal static class TestBroker
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Connects. A broker that is short of processor time hangs up on whoever has not logged in within its ten seconds; like any client, a test comes again.</summary>
    public static async Task<IConnection> ConnectAsync(string uri)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await new ConnectionFactory { Uri = new Uri(uri) }.CreateConnectionAsync(patience.Token);
            }
            catch (BrokerUnreachableException) when (!patience.IsCancellationRequested)
            {
                // Hung up on.
            }
        }
    }
}

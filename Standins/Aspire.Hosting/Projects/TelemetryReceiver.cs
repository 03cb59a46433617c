using System.Net.Sockets;

namespace Aspire.Hosting.Projects;

/// <summary>Whether somebody is there to take telemetry: programs that send to nobody try again and again.</summary>
internal static class TelemetryReceiver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <returns>False only when it is certain that nobody listens at an address of this machine.</returns>
    public static async Task<bool> MayExistAsync(string url, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !uri.IsLoopback)
        {
            return true;
        }
        using var client = new TcpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await client.ConnectAsync(uri.Host, uri.Port, patience.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }
}

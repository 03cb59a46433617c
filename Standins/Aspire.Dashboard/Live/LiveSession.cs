using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Aspire.Dashboard.Api;
using Aspire.Dashboard.Queries;

namespace Aspire.Dashboard.Live;

/// <summary>The subscriptions of one page.</summary>
internal sealed class LiveSession(WebSocket socket, LiveTopics topics, CancellationToken ended) : IAsyncDisposable
{
    private const int LongestRequest = 16 * 1024;
    private const int MostSubscriptions = 32;

    private readonly Dictionary<int, (CancellationTokenSource Ended, Task Pump)> _subscriptions = [];
    private readonly SemaphoreSlim _sending = new(1, 1);

    public async Task RunAsync()
    {
        var buffer = new byte[LongestRequest];
        while (await ReceiveAsync(buffer) is { } request)
        {
            await UnsubscribeAsync(request.Id);
            if (request.Topic is { } topic && _subscriptions.Count < MostSubscriptions)
            {
                var cancellation = CancellationTokenSource.CreateLinkedTokenSource(ended);
                _subscriptions[request.Id] = (cancellation, PumpAsync(request.Id, topic, request.Arguments ?? [], cancellation.Token));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _subscriptions.Keys.ToArray())
        {
            await UnsubscribeAsync(id);
        }
        _sending.Dispose();
    }

    private async Task<LiveRequest?> ReceiveAsync(byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), ended);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close || length == buffer.Length)
            {
                return null;
            }
            if (part.EndOfMessage)
            {
                return JsonSerializer.Deserialize(buffer.AsSpan(0, length), DashboardJson.Default.LiveRequest);
            }
        }
    }

    private async Task UnsubscribeAsync(int id)
    {
        if (_subscriptions.Remove(id, out var subscription))
        {
            await subscription.Ended.CancelAsync();
            await subscription.Pump;
            subscription.Ended.Dispose();
        }
    }

    private async Task PumpAsync(int id, string topic, Dictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Yield();
            if (topics.Subscribe(topic, new QueryArguments(arguments.GetValueOrDefault), cancellationToken) is { } messages)
            {
                await foreach (var message in messages.WithCancellation(cancellationToken))
                {
                    await SendAsync(id, message, cancellationToken);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The page has gone on to something else, or is gone.
        }
    }

    // A slow page is sent less often, not later and later: the topic is read again only when this has gone out.
    private async Task SendAsync(int id, byte[] message, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"id\":{id},\"data\":"));
            // A send that is cancelled half-way breaks the connection, which other subscriptions use.
            await socket.SendAsync(head, WebSocketMessageType.Text, endOfMessage: false, ended);
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: false, ended);
            await socket.SendAsync("}"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, ended);
        }
        finally
        {
            _sending.Release();
        }
    }
}

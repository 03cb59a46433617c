using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Aspire.Dashboard.Live;

/// <summary>One WebSocket a page, over which everything is pushed that it shows: unlike event streams, pages in other tabs do not use up the browser's connections.</summary>
internal sealed class LiveEndpoint(LiveTopics topics, IHostApplicationLifetime lifetime)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/live", async context =>
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await using var session = new LiveSession(socket, topics, ended.Token);
        try
        {
            await session.RunAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or JsonException)
        {
            // The page is gone, the application ends, or what came was not from one of our pages.
        }
    });
}

using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>The gRPC call that is being served, if one is: what its outgoing calls inherit.</summary>
internal sealed class IncomingCall(IHttpContextAccessor accessor)
{
    private ServerCallContext? Context => accessor.HttpContext?.Features.Get<IServerCallContextFeature>()?.ServerCallContext;

    /// <summary>When the caller stops waiting (UTC); null when it has set no deadline, or nothing is being served.</summary>
    public DateTime? Deadline => Context is { } context && context.Deadline != DateTime.MaxValue ? context.Deadline : null;

    /// <summary>Fires when the caller is gone.</summary>
    public CancellationToken CancellationToken => Context?.CancellationToken ?? CancellationToken.None;

    /// <summary>The caller's own token as it came, <c>Bearer ...</c>; null when there is none, or none that is valid.</summary>
    public string? Authorization => accessor.HttpContext is { User.Identity.IsAuthenticated: true } context ? context.Request.Headers.Authorization[0] : null;
}

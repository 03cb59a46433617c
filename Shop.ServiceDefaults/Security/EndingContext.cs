using Grpc.Core;

namespace Shop.ServiceDefaults.Security;

/// <summary>A call as it is, but for what cancels it.</summary>
internal sealed class EndingContext : ServerCallContext
{
    // Where GetHttpContext looks in a context that is not the server's own.
    private const string HttpContextKey = "__HttpContext";

    private readonly ServerCallContext _call;
    private readonly Dictionary<object, object> _state;

    public EndingContext(ServerCallContext call, CancellationToken cancellationToken)
    {
        _call = call;
        CancellationTokenCore = cancellationToken;
        _state = new(call.UserState) { [HttpContextKey] = call.GetHttpContext() };
    }

    protected override CancellationToken CancellationTokenCore { get; }

    protected override string MethodCore => _call.Method;

    protected override string HostCore => _call.Host;

    protected override string PeerCore => _call.Peer;

    protected override DateTime DeadlineCore => _call.Deadline;

    protected override Metadata RequestHeadersCore => _call.RequestHeaders;

    protected override Metadata ResponseTrailersCore => _call.ResponseTrailers;

    protected override Status StatusCore
    {
        get => _call.Status;
        set => _call.Status = value;
    }

    protected override WriteOptions? WriteOptionsCore
    {
        get => _call.WriteOptions;
        set => _call.WriteOptions = value;
    }

    protected override AuthContext AuthContextCore => _call.AuthContext;

    protected override IDictionary<object, object> UserStateCore => _state;

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => _call.CreatePropagationToken(options);

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => _call.WriteResponseHeadersAsync(responseHeaders);
}

namespace Grpc.Core;

/// <summary>What every kind of call answers besides its messages; the state is handed to each delegate.</summary>
internal sealed class CallActions(
    Func<object, Task<Metadata>> responseHeaders, Func<object, Status> status, Func<object, Metadata> trailers, Action<object> dispose, object state)
{
    private Task<Metadata>? _responseHeaders;

    public CallActions(Task<Metadata> responseHeaders, Func<Status> status, Func<Metadata> trailers, Action dispose)
        : this(_ => responseHeaders, _ => status(), _ => trailers(), _ => dispose(), new object())
    {
    }

    public Task<Metadata> ResponseHeadersAsync => _responseHeaders ??= responseHeaders(state);

    public Status GetStatus() => status(state);

    public Metadata GetTrailers() => trailers(state);

    public void Dispose() => dispose(state);
}

namespace Standins.Tests.GrpcCore;

/// <summary>Tells what the last response was on the wire.</summary>
internal sealed class Wire : DelegatingHandler
{
    private HttpResponseMessage? _response;
    private long _received;

    public Wire() : base(new SocketsHttpHandler())
    {
    }

    /// <summary>Bytes of the body that the client has read.</summary>
    public long Received => Interlocked.Read(ref _received);

    public string Header(string name) => _response.ShouldNotBeNull().Headers.GetValues(name).Single();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var counted = new StreamContent(new CountingStream(await response.Content.ReadAsStreamAsync(cancellationToken), count => Interlocked.Add(ref _received, count)));
        foreach (var header in response.Content.Headers) counted.Headers.TryAddWithoutValidation(header.Key, header.Value);
        response.Content = counted;
        return _response = response;
    }
}

using Grpc.Core;
using Microsoft.Extensions.Http;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>What <c>ConfigureHttpClient</c> set on the client that a channel does not have: its address and headers are taken over, the rest is not.</summary>
internal sealed record HttpClientDefaults(Uri? Address, KeyValuePair<string, string>[] Headers)
{
    public static HttpClientDefaults From(HttpClientFactoryOptions options)
    {
        if (options.HttpClientActions.Count == 0) return new(null, []);
        using var client = new HttpClient();
        foreach (var configure in options.HttpClientActions) configure(client);
        return new(client.BaseAddress, [.. client.DefaultRequestHeaders.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value))]);
    }

    /// <summary>A header that the call brings is left as it is.</summary>
    public Metadata AddHeaders(Metadata call)
    {
        var all = new Metadata();
        foreach (var entry in call) all.Add(entry);
        foreach (var header in Headers.Where(header => call.Get(header.Key) is null)) all.Add(header.Key, header.Value);
        return all;
    }
}

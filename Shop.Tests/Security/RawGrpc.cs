using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Grpc.Core;

namespace Shop.Tests.Security;

/// <summary>gRPC on the wire, for bodies that no client would send.</summary>
internal sealed class RawGrpc : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Sends a body; over HTTP/2 as native gRPC, else as gRPC-Web.</summary>
    /// <param name="server">Where.</param>
    /// <param name="path">The rpc.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="kind"><c>native</c>, <c>web</c> or <c>text</c>.</param>
    /// <param name="headers">More headers.</param>
    /// <returns>The status, from wherever the answer has it.</returns>
    public async Task<StatusCode> SendAsync(Uri server, string path, byte[] body, string kind, params (string Name, string Value)[] headers)
    {
        var native = kind == "native";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path))
        {
            Version = native ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(kind == "text" ? Encoding.ASCII.GetBytes(Convert.ToBase64String(body)) : body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(native ? "application/grpc" : kind == "text" ? "application/grpc-web-text" : "application/grpc-web+proto");
        if (native)
        {
            request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var content = await response.Content.ReadAsByteArrayAsync();
        return (StatusCode)int.Parse(StatusIn(response, content, kind), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _http.Dispose();

    private static string StatusIn(HttpResponseMessage response, byte[] content, string kind)
    {
        if (response.Headers.TryGetValues("grpc-status", out var header) || response.TrailingHeaders.TryGetValues("grpc-status", out header))
        {
            return header.Single();
        }

        // In the body's last frame, as text.
        var text = kind == "text"
            ? string.Concat(Encoding.ASCII.GetString(content).Chunk(4).Select(group => Encoding.Latin1.GetString(Convert.FromBase64CharArray(group, 0, group.Length))))
            : Encoding.Latin1.GetString(content);
        return text[(text.LastIndexOf("grpc-status", StringComparison.OrdinalIgnoreCase) + "grpc-status:".Length)..].Split('\r')[0].Trim();
    }
}

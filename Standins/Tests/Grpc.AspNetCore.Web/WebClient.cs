using System.Net;
using System.Text;
using Google.Protobuf;

namespace Standins.Tests.GrpcWeb;

/// <summary>A gRPC-Web client that is as naive as a test needs: it sends the bytes it is given.</summary>
public sealed class WebClient(Uri address, Version? version = null) : IDisposable
{
    // A response that is left must not be drained: the server is to see that its caller is gone.
    private readonly HttpClient _http = new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero })
    {
        BaseAddress = address,
        Timeout = ProbeServers.Patience,
        DefaultRequestVersion = version ?? HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public const string Binary = "application/grpc-web+proto";
    public const string Text = "application/grpc-web-text+proto";

    /// <summary>Calls a method of the probe service with one message.</summary>
    public Task<WebAnswer> CallAsync(string method, string contentType, IMessage message, params (string Name, string Value)[] headers)
    {
        var frame = WebFrame.Message(message);
        return PostAsync($"/standins.tests.probe.v1.ProbeService/{method}", contentType, contentType == Text ? Base64(frame) : frame, headers);
    }

    public Task<WebAnswer> PostAsync(string path, string contentType, byte[] body, params (string Name, string Value)[] headers) =>
        PostAsync(path, contentType, new ByteArrayContent(body), headers);

    public async Task<WebAnswer> PostAsync(string path, string contentType, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = content,
            Version = _http.DefaultRequestVersion,
            VersionPolicy = _http.DefaultVersionPolicy,
        };
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TryAddWithoutValidation("Accept", contentType);
        request.Headers.TryAddWithoutValidation("X-Grpc-Web", "1");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await SendAsync(request);
        return new WebAnswer(response, await response.Content.ReadAsStreamAsync());
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

    public void Dispose() => _http.Dispose();

    public static byte[] Base64(byte[] bytes) => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Standins.Tests.GrpcWeb;

/// <summary>A response as it comes in: frames are read as the server flushes them.</summary>
public sealed class WebAnswer(HttpResponseMessage response, Stream body) : IDisposable
{
    private readonly bool _text = response.Content.Headers.ContentType?.MediaType?.Contains("grpc-web-text", StringComparison.Ordinal) ?? false;
    private readonly Queue<byte> _decoded = [];

    public HttpStatusCode Status => response.StatusCode;
    public HttpResponseHeaders Headers => response.Headers;
    public HttpContentHeaders ContentHeaders => response.Content.Headers;

    /// <summary>The next frame, or null at the end of the body.</summary>
    public async Task<WebFrame?> ReadFrameAsync()
    {
        var header = await ReadAsync(WebFrame.HeaderLength);
        if (header.Length == 0) return null;

        header.Length.ShouldBe(WebFrame.HeaderLength);
        var length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1));
        var payload = await ReadAsync(length);
        payload.Length.ShouldBe(length);
        return new WebFrame(header[0], payload);
    }

    /// <summary>All frames that are left.</summary>
    public async Task<IReadOnlyList<WebFrame>> ReadToEndAsync()
    {
        var frames = new List<WebFrame>();
        while (await ReadFrameAsync() is { } frame) frames.Add(frame);
        return frames;
    }

    public Task<string> ReadTextAsync() => new StreamReader(body).ReadToEndAsync();

    public void Dispose() => response.Dispose();

    private async Task<byte[]> ReadAsync(int count)
    {
        if (!_text) return await ReadExactlyOrEndAsync(count);

        while (_decoded.Count < count)
        {
            var group = await ReadExactlyOrEndAsync(4);
            if (group.Length == 0) break;
            foreach (var value in Convert.FromBase64String(Encoding.ASCII.GetString(group))) _decoded.Enqueue(value);
        }

        return [.. Enumerable.Range(0, Math.Min(count, _decoded.Count)).Select(_ => _decoded.Dequeue())];
    }

    private async Task<byte[]> ReadExactlyOrEndAsync(int count)
    {
        var bytes = new byte[count];
        var length = await body.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false).AsTask().WaitAsync(ProbeServers.Patience);
        return bytes[..length];
    }
}

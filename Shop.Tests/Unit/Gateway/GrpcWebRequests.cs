using System.Buffers.Binary;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Shop.Tests.Unit.Gateway;

/// <summary>gRPC-Web as a browser puts it on the wire, for what a client library would not send or would hide.</summary>
internal static class GrpcWebRequests
{
    /// <summary>A request with one message.</summary>
    public static HttpRequestMessage Post(string path, IMessage? message = null) => Post(path, "application/grpc-web+proto", Frame(message?.ToByteArray() ?? []));

    /// <summary>A request with a body of any kind.</summary>
    public static HttpRequestMessage Post(string path, string contentType, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Headers = { { "x-grpc-web", "1" } } };
    }

    private static byte[] Frame(byte[] message)
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsSpan(5));
        return frame;
    }
}

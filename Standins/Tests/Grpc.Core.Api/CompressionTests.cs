using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;
using Standins.Tests.Protos;

namespace Standins.Tests.GrpcCore;

public sealed class CompressionTests
{
    private static readonly string Text = new('x', 10_000);

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Response_WhereTheServerCompresses_IsSmallOnTheWire(string encoding)
    {
        await using var server = await EchoServer.StartAsync(grpc: grpc =>
        {
            grpc.ResponseCompressionAlgorithm = encoding;
            grpc.CompressionProviders = [new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Fastest)];
        });
        using var wire = new Wire();
        var client = new Echo.EchoClient(server.Channel(options =>
        {
            options.HttpHandler = wire;
            options.CompressionProviders = [new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Fastest)];
        }));

        (await client.SayAsync(new() { Text = Text }).Reason()).Text.ShouldBe(Text);

        wire.Header("grpc-encoding").ShouldBe(encoding);
        wire.Received.ShouldBeLessThan(1_000);
    }

    [Fact]
    public async Task Request_WhereTheCallAsksForIt_IsCompressed()
    {
        string? encoding = null;
        await using var server = await EchoServer.StartAsync((request, context) =>
        {
            encoding = context.GetHttpContext().Request.Headers["grpc-encoding"];
            return Task.FromResult(new EchoReply { Text = request.Text });
        });

        var reply = await server.Client.SayAsync(new() { Text = Text }, new Metadata { { "grpc-internal-encoding-request", "gzip" } }).Reason();

        reply.Text.ShouldBe(Text);
        encoding.ShouldBe("gzip");
    }

    [Fact]
    public async Task Response_OfACallThatWantsNone_IsNotCompressed()
    {
        await using var server = await EchoServer.StartAsync(
            (request, context) =>
            {
                context.WriteOptions = new(WriteFlags.NoCompress);
                return Task.FromResult(new EchoReply { Text = request.Text });
            },
            grpc => grpc.ResponseCompressionAlgorithm = "gzip");
        using var wire = new Wire();
        var client = new Echo.EchoClient(server.Channel(options => options.HttpHandler = wire));

        (await client.SayAsync(new() { Text = Text }).Reason()).Text.ShouldBe(Text);

        wire.Received.ShouldBeGreaterThan(Text.Length);
    }

    [Theory]
    [InlineData(0x1f, 0x8b)]
    [InlineData(0x78, null)]
    public void Provider_Compressed_IsInTheFormatOfItsName(int first, int? second)
    {
        ICompressionProvider provider = second is null ? new DeflateCompressionProvider(CompressionLevel.Optimal) : new GzipCompressionProvider(CompressionLevel.Optimal);
        using var compressed = new MemoryStream();
        using (var stream = provider.CreateCompressionStream(compressed, null)) stream.Write("again and again and again"u8);
        compressed.Position = 0;
        var bytes = compressed.ToArray();
        using var plain = new StreamReader(provider.CreateDecompressionStream(compressed));

        bytes[0].ShouldBe((byte)first);
        if (second is not null) bytes[1].ShouldBe((byte)second);
        plain.ReadToEnd().ShouldBe("again and again and again");
    }
}

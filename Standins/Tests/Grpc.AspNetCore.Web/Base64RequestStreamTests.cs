using System.IO.Pipelines;
using Grpc.AspNetCore.Web.Internal;

namespace Standins.Tests.GrpcWeb;

public sealed class Base64RequestStreamTests
{
    [Fact]
    public async Task Read_WhateverThePiecesAndBuffers_GivesTheBytes()
    {
        var bytes = Enumerable.Range(0, 50).Select(index => (byte)(index * 97)).ToArray();
        for (var textLength = 1; textLength <= bytes.Length; textLength += 3)
        {
            var text = bytes.Chunk(textLength).SelectMany(WebClient.Base64).ToArray();
            for (var piece = 1; piece < 10; piece++)
            {
                for (var buffer = 1; buffer < 10; buffer++)
                {
                    (await DecodeAsync(text, piece, buffer)).ShouldBe(bytes);
                }
            }
        }
    }

    private static async Task<byte[]> DecodeAsync(byte[] text, int piece, int bufferLength)
    {
        // So small a buffer and so large a least read split groups between segments.
        var options = new StreamPipeReaderOptions(bufferSize: 1, minimumReadSize: piece);
        await using var stream = new Base64RequestStream(PipeReader.Create(new DribblingStream(text, piece), options));
        var decoded = new List<byte>();
        var buffer = new byte[bufferLength];
        while (await stream.ReadAsync(buffer) is > 0 and var read) decoded.AddRange(buffer[..read]);
        return [.. decoded];
    }

    private sealed class DribblingStream(byte[] bytes, int length) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, length)], cancellationToken);
    }
}

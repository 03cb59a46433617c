using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>The last frame of a gRPC-Web body: flag 0x80, length, and the trailers as HTTP/1.1 header lines with lower-case names.</summary>
internal static class TrailersFrame
{
    private const byte Flag = 0x80;
    private const int HeaderLength = 5;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> ValueCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 256).Select(code => (char)code).Where(character => character == '\t' || character >= ' ' && character != '\u007f')]);

    public static void Write(PipeWriter writer, IHeaderDictionary trailers)
    {
        var length = Measure(trailers);
        var frame = writer.GetSpan(HeaderLength + length);
        frame[0] = Flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame[1..], (uint)length);

        var position = HeaderLength;
        foreach (var (name, values) in trailers)
        {
            foreach (var value in values) position += WriteLine(frame[position..], name, value);
        }

        writer.Advance(position);
    }

    private static int WriteLine(Span<byte> line, string name, string? value)
    {
        Ascii.ToLower(name, line, out var position);
        ": "u8.CopyTo(line[position..]);
        position += 2;
        position += Encoding.Latin1.GetBytes(value, line[position..]);
        "\r\n"u8.CopyTo(line[position..]);
        return position + 2;
    }

    /// <summary>The length of all lines. Nothing is written of trailers that could not be read back, or that forge a line.</summary>
    private static int Measure(IHeaderDictionary trailers)
    {
        var length = 0;
        foreach (var (name, values) in trailers)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters)) throw Invalid(name);

            foreach (var value in values)
            {
                if (value.AsSpan().ContainsAnyExcept(ValueCharacters)) throw Invalid(name);
                length += name.Length + ": ".Length + (value?.Length ?? 0) + "\r\n".Length;
            }
        }

        return length;
    }

    private static InvalidOperationException Invalid(string name) => new($"The trailer '{name}' has a character that no header may have.");
}

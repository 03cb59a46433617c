using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Google.Protobuf;
using Shop.Contracts.Catalog.V1;

namespace Shop.Load.Catalog;

/// <summary>Reads lines of JSON, a product each, whatever else may be in a file. One line is in memory at a time, and none that is endless.</summary>
internal static class ImportLines
{
    // What a service takes at once; a message that is larger would end the whole import.
    private const int LargestProduct = 1024 * 1024 - 100;

    // Every character of the largest product may be written as an escape of six.
    private const int LongestLine = 6 * LargestProduct;

    private const int LongestMessage = 200;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The lines that are not blank.</summary>
    public static async IAsyncEnumerable<ImportLine> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(leaveOpen: true));
        var isEnd = false;
        for (var number = 1; !isEnd; number++)
        {
            (var bytes, isEnd) = await ReadLineAsync(reader, cancellationToken);
            if (Parse(number, bytes) is { } line)
            {
                yield return line;
            }
        }

        await reader.CompleteAsync();
    }

    // The bytes up to the next line break; null when there are too many of them.
    private static async Task<(byte[]? Bytes, bool IsEnd)> ReadLineAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        var isTooLong = false;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var (buffer, end) = (result.Buffer, result.Buffer.PositionOf((byte)'\n'));
            if (end is not null || result.IsCompleted)
            {
                var line = end is { } position ? buffer.Slice(0, position) : buffer;
                var bytes = isTooLong || line.Length > LongestLine ? null : line.ToArray();
                reader.AdvanceTo(end is { } found ? buffer.GetPosition(1, found) : buffer.End);
                return (bytes, end is null);
            }

            isTooLong |= buffer.Length > LongestLine;
            reader.AdvanceTo(isTooLong ? buffer.End : buffer.Start, buffer.End);
        }
    }

    // Null when there is nothing in the line.
    private static ImportLine? Parse(int number, byte[]? bytes)
    {
        if (bytes is null)
        {
            return Failed(number, "TOO_LARGE", "The line is longer than any product.");
        }

        try
        {
            var text = Utf8.GetString(number == 1 && bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes);
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            var product = JsonParser.Default.Parse<Product>(text);
            return product.CalculateSize() <= LargestProduct ? new ImportLine(number, product, Failure: null) : Failed(number, "TOO_LARGE", "The product is larger than what the catalog takes.");
        }
        catch (DecoderFallbackException)
        {
            return Failed(number, "NOT_UTF8", "The line is not UTF-8.");
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException)
        {
            return Failed(number, "NOT_A_PRODUCT", exception.Message.Length > LongestMessage ? exception.Message[..LongestMessage] : exception.Message);
        }
    }

    private static ImportLine Failed(int number, string reason, string message) => new(number, Product: null, new ImportLineFailure(number, "", reason, message));
}

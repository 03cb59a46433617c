using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Aspire.Dashboard.Otlp;

/// <summary>Reads what was sent, up to a size that also holds for what comes out of a compressed one.</summary>
internal static class RequestBody
{
    private const int FirstSize = 64 * 1024;

    /// <returns>Null when it is too large.</returns>
    public static async Task<byte[]?> ReadAsync(Stream source, int limit, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(FirstSize);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (content.Length + read > limit)
                {
                    return null;
                }
                content.Write(buffer, 0, read);
            }
            return content.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <exception cref="InvalidDataException">It is no gzip.</exception>
    public static async Task<byte[]?> UnzipAsync(byte[] content, int limit, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        return await ReadAsync(gzip, limit, cancellationToken);
    }

    public static bool IsGzip(this HttpRequest request, string header) =>
        string.Equals(request.Headers[header], "gzip", StringComparison.OrdinalIgnoreCase);
}

namespace Shop.Gateway;

/// <summary>The one message of a unary call, as it travels: a byte that tells whether it is compressed, four of length, the message.</summary>
internal static class GrpcFrame
{
    private const int HeaderLength = 5;

    // Field 1, with a length before its value. Writers put fields in the order of their numbers.
    private const byte FirstText = 1 << 3 | 2;

    /// <summary>Whether a buffered request's first field, a text, is set. The contracts give that place to the request_id. A compressed message does not tell.</summary>
    public static async Task<bool> HasFirstFieldAsync(Stream body, CancellationToken cancellationToken)
    {
        body.Position = 0;
        var start = new byte[HeaderLength + 2];
        return await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken) == start.Length && HasFirstField(start);
    }

    /// <inheritdoc cref="HasFirstFieldAsync"/>
    internal static bool HasFirstField(ReadOnlySpan<byte> start) =>
        start is [0, _, _, _, _, FirstText, > 0, ..];
}

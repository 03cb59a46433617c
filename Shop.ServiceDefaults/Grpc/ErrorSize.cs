using Google.Protobuf;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>
/// How much an error tells. It travels in the trailers, and a client that is sent more of them than it takes gives up the whole
/// connection, with everybody's calls on it: a request with thousands of wrong fields must not do that to its neighbours.
/// </summary>
internal static class ErrorSize
{
    private const int LongestText = 200;
    private const int LongestMessage = 1000;

    // Encoded for the wire it is a third more, and the message comes twice: together below 16 KiB.
    private const int LargestList = 8 * 1024;

    /// <summary>A field's path, an id, a description: as it is, or its beginning.</summary>
    public static string Short(string text) => Cut(text, LongestText);

    /// <summary>A whole message: as it is, or its beginning.</summary>
    public static string ShortMessage(string text) => Cut(text, LongestMessage);

    /// <summary>The first of the violations, as many as an error can hold.</summary>
    public static IEnumerable<T> WhatFits<T>(this IEnumerable<T> violations) where T : IMessage
    {
        var size = 0;
        return violations.TakeWhile(violation => (size += violation.CalculateSize()) <= LargestList);
    }

    private static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        // Half a character is none that may be sent.
        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return $"{text.AsSpan(0, end)}...";
    }
}

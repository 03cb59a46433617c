using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>Base64 in the alphabet for URLs, without padding.</summary>
public static class Base64UrlEncoder
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string Encode(string arg) => Encode(Encoding.UTF8.GetBytes(arg));

    public static string Encode(byte[] inArray) => Base64Url.EncodeToString(inArray);

    /// <exception cref="FormatException">It is not base64url.</exception>
    public static byte[] DecodeBytes(string str) =>
        TryDecode(str, out var bytes) ? bytes : throw new FormatException("The string is not base64url encoded.");

    /// <exception cref="FormatException">It is not base64url.</exception>
    public static string Decode(string arg) => Encoding.UTF8.GetString(DecodeBytes(arg));

    /// <summary>
    /// Takes the one canonical form only: no blanks, no padding, and (which the decoder sees to) no bits left over.
    /// Otherwise a token could be altered and stay valid.
    /// </summary>
    internal static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        var buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, buffer, out _, out var written) != OperationStatus.Done)
        {
            return false;
        }

        bytes = written == buffer.Length ? buffer : buffer[..written];
        return true;
    }
}

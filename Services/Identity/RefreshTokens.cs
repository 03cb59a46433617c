using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Identity;

/// <summary>
/// Refresh tokens as text. A tag tells at once what was never one of ours, so that only a token that was once given out can end a
/// session. The next token follows from the one before and the request: who repeats the request gets the same one, nothing secret is
/// kept, and without Identity's secret nobody gets from one to the next.
/// </summary>
internal sealed class RefreshTokens(Secrets secrets)
{
    private const int IdLength = 16;
    private const int TagLength = 16;
    private const int Length = IdLength + RefreshToken.SecretLength + TagLength;
    private readonly byte[] _tagKey = secrets.Derive("refresh tag v1");
    private readonly byte[] _nextKey = secrets.Derive("refresh next v1");

    /// <summary>The text: 86 characters of <c>[A-Za-z0-9_-]</c>.</summary>
    public string Write(RefreshToken token)
    {
        Span<byte> bytes = stackalloc byte[Length];
        token.SessionId.TryWriteBytes(bytes, bigEndian: true, out _);
        token.Secret.CopyTo(bytes[IdLength..]);
        Tag(bytes[..^TagLength]).CopyTo(bytes[^TagLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a text, whatever it is; null when it is no token of ours.</summary>
    public RefreshToken? Read(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != Base64Url.GetEncodedLength(Length)
            || Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done
            || written != Length
            || !CryptographicOperations.FixedTimeEquals(bytes[^TagLength..], Tag(bytes[..^TagLength])))
        {
            return null;
        }

        return new RefreshToken(new Guid(bytes[..IdLength], bigEndian: true), bytes[IdLength..^TagLength].ToArray());
    }

    /// <summary>The token after this one, for this request.</summary>
    public RefreshToken Next(RefreshToken token, string requestId) =>
        token with { Secret = HMACSHA256.HashData(_nextKey, (byte[])[.. token.SessionId.ToByteArray(), .. token.Secret, .. Encoding.UTF8.GetBytes(requestId)]) };

    private byte[] Tag(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_tagKey, content)[..TagLength];
}

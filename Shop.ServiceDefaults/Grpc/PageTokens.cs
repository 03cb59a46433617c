using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.Configuration;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>
/// The <c>page_token</c> of lists: where the next page begins, signed, so that nobody makes one up, and bound to the request that
/// it continues, so that it is of no use in another. Every replica reads the tokens of the others; they do not expire.
/// <para>
/// Bound are the request's type and all its fields but <c>page_token</c> and <c>page_size</c>: a caller may go on with pages of
/// another size. The position is signed, not hidden: put nothing into it that the caller may not know.
/// </para>
/// </summary>
/// <example><code>
/// var position = request.PageToken.Length == 0 ? null
///     : pageTokens.TryDecode(request, request.PageToken, out var bytes) ? Position.Read(bytes)
///     : throw ShopErrors.InvalidRequest(PageTokens.InvalidReason, "...");
/// response.NextPageToken = pageTokens.Encode(request, last.Write());
/// </code></example>
public sealed class PageTokens
{
    /// <summary>The reason in the error details of a token that is none of ours or belongs to another request.</summary>
    public const string InvalidReason = "INVALID_PAGE_TOKEN";

    /// <summary>The largest position, in bytes.</summary>
    public const int MaxPosition = 1024;

    // Half of HMAC-SHA256, as RFC 2104 allows: short enough for a query string, far too long to guess.
    private const int SignatureLength = 16;

    private const byte Version = 1;

    private readonly byte[] _key;

    /// <summary>Tokens under the key that is derived from the configuration's <c>Security:TokenKey</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no such key.</exception>
    public PageTokens(IConfiguration configuration)
    {
        var secret = configuration["Security:TokenKey"];
        _key = string.IsNullOrEmpty(secret)
            ? throw new InvalidOperationException("The configuration has no Security:TokenKey, which page tokens are signed with.")
            : HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), outputLength: 32, info: "shop page token v1"u8.ToArray());
    }

    /// <summary>The token with which the same request continues at a position: 24 to about 1400 characters of <c>[A-Za-z0-9_-]</c>.</summary>
    /// <param name="request">The request that is being answered, whichever page it asked for.</param>
    /// <param name="position">Where to continue, in the service's own form, up to <see cref="MaxPosition"/> bytes.</param>
    /// <typeparam name="TRequest">A request with a field <c>page_token</c>.</typeparam>
    public string Encode<TRequest>(TRequest request, ReadOnlySpan<byte> position) where TRequest : IMessage<TRequest>
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position.Length, MaxPosition, nameof(position));
        return Base64Url.EncodeToString([Version, .. position, .. Sign(request, position)]);
    }

    /// <summary>Reads a token that came with a request.</summary>
    /// <param name="request">The request, with its token or without.</param>
    /// <param name="pageToken">The token, whatever it is.</param>
    /// <param name="position">The position as it was encoded; empty when the answer is false.</param>
    /// <returns>False when the token is not one of ours, or when the request differs from the one it continues.</returns>
    public bool TryDecode<TRequest>(TRequest request, string pageToken, out byte[] position) where TRequest : IMessage<TRequest>
    {
        position = [];
        Span<byte> bytes = stackalloc byte[1 + MaxPosition + SignatureLength];
        if (Base64Url.DecodeFromChars(pageToken, bytes, out _, out var length) != OperationStatus.Done
            || length < 1 + SignatureLength
            || bytes[0] != Version)
        {
            return false;
        }

        var signed = bytes[1..(length - SignatureLength)];
        if (!CryptographicOperations.FixedTimeEquals(bytes[(length - SignatureLength)..length], Sign(request, signed)))
        {
            return false;
        }

        position = signed.ToArray();
        return true;
    }

    private byte[] Sign<TRequest>(TRequest request, ReadOnlySpan<byte> position) where TRequest : IMessage<TRequest>
    {
        byte[] signed = [Version, .. Fingerprint(request), .. position];
        return HMACSHA256.HashData(_key, signed)[..SignatureLength];
    }

    private static byte[] Fingerprint<TRequest>(TRequest request) where TRequest : IMessage<TRequest>
    {
        var rest = request.Clone();
        var type = rest.Descriptor;
        type.FindFieldByName("page_token").Accessor.Clear(rest);
        type.FindFieldByName("page_size")?.Accessor.Clear(rest);
        return SHA256.HashData([.. Encoding.UTF8.GetBytes(type.FullName), 0, .. rest.ToByteArray()]);
    }
}

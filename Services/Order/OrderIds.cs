using System.Security.Cryptography;
using System.Text;

namespace Shop.Orders;

/// <summary>The names of an order, both of which follow from who ordered and with which request: a repeat meets its own first try.</summary>
internal static class OrderIds
{
    // Crockford's base 32: no I, L, O or U, so that a number read out or written down comes back the same.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static readonly Guid Namespace = new("5f6d3a52-7f0b-4c0e-9d5e-2f0c1b7a9e11");

    /// <summary>The order's id: a name-based UUID (RFC 9562, version 5) of the caller and the request.</summary>
    public static Guid OrderId(string ownerId, string requestId) => NameBased($"{ownerId}\n{requestId.ToLowerInvariant()}");

    /// <summary>The id of a parcel or a refund: it follows from the order and the request it was made by.</summary>
    public static Guid PartId(string orderId, string kind, string callerId, string requestId) =>
        NameBased($"{orderId.ToLowerInvariant()}\n{kind}\n{callerId}\n{requestId.ToLowerInvariant()}");

    /// <summary>The number people read, e.g. <c>S-7K3M-9Q2F</c>.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="attempt">0, and more when another order has that number already.</param>
    public static string Number(Guid orderId, int attempt)
    {
        var hash = SHA256.HashData([.. orderId.ToByteArray(bigEndian: true), (byte)attempt]);
        var digits = string.Create(8, hash, static (text, hash) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = Alphabet[hash[i] % Alphabet.Length];
            }
        });
        return $"S-{digits[..4]}-{digits[4..]}";
    }

    private static Guid NameBased(string name)
    {
        Span<byte> space = stackalloc byte[16];
        Namespace.TryWriteBytes(space, bigEndian: true, out _);
#pragma warning disable CA5350 // Version 5 is SHA-1 by definition; the id names something, it guards nothing.
        var hash = SHA1.HashData([.. space, .. Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)(hash[6] & 0x0F | 0x50);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace Shop.Carts;

/// <summary>What a request says, as a hash: the same request_id with another one is refused.</summary>
internal static class Fingerprint
{
    public static string Of(IMessage request)
    {
        // With the message's name: SaveForLater and MoveToCart of a SKU have the same bytes.
        var name = request.Descriptor.FullName;
        var nameLength = Encoding.UTF8.GetByteCount(name);
        var length = nameLength + request.CalculateSize();
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        Encoding.UTF8.GetBytes(name, buffer);
        request.WriteTo(buffer.AsSpan(nameLength, length - nameLength));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToBase64String(hash);
    }
}

using System.Buffers.Binary;
using Google.Protobuf;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Identity;

/// <summary>After which row a page begins, of lists in descending order.</summary>
/// <param name="First">What is sorted by before the time.</param>
/// <param name="Time">The time.</param>
/// <param name="Id">The row's id.</param>
internal sealed record Position(bool First, DateTimeOffset Time, Guid Id)
{
    /// <summary>Before every row.</summary>
    public static readonly Position Start = new(First: true, new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), Guid.AllBitsSet);

    private const int DefaultSize = 50;
    private const int LargestSize = 100;
    private const int Length = 1 + sizeof(long) + 16;

    public static int SizeOf(int pageSize) => pageSize == 0 ? DefaultSize : Math.Min(pageSize, LargestSize);

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT INVALID_PAGE_TOKEN.</exception>
    public static Position Read<TRequest>(TRequest request, string pageToken, PageTokens tokens) where TRequest : IMessage<TRequest>
    {
        if (pageToken.Length == 0)
        {
            return Start;
        }

        return tokens.TryDecode(request, pageToken, out var bytes) && bytes.Length == Length
            ? new(bytes[0] == 1, new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1)), TimeSpan.Zero), new Guid(bytes.AsSpan(1 + sizeof(long)), bigEndian: true))
            : throw ShopErrors.InvalidRequest(PageTokens.InvalidReason, "The page_token is not one that this list gave out for this request.");
    }

    public string Write<TRequest>(TRequest request, PageTokens tokens) where TRequest : IMessage<TRequest>
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = First ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Time.UtcTicks);
        Id.TryWriteBytes(bytes[(1 + sizeof(long))..], bigEndian: true, out _);
        return tokens.Encode(request, bytes);
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace Shop.Catalog;

/// <summary>A place among the changes of products: a transaction's id, and within it a product's.</summary>
/// <param name="TransactionId">The transaction. All that were before it have ended.</param>
/// <param name="ProductId">The last product of it that has been told of; <see cref="Guid.Empty"/> when none has.</param>
internal sealed record ChangePosition(ulong TransactionId, Guid ProductId)
{
    private const int Length = sizeof(ulong) + 16;

    /// <summary>The position that a resume_token names; null when it is none of ours.</summary>
    public static ChangePosition? Of(string resumeToken)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return Base64Url.DecodeFromChars(resumeToken, bytes, out _, out var length) == OperationStatus.Done && length == Length
            ? new ChangePosition(BinaryPrimitives.ReadUInt64BigEndian(bytes), new Guid(bytes[sizeof(ulong)..], bigEndian: true))
            : null;
    }

    public string ToToken()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, TransactionId);
        ProductId.TryWriteBytes(bytes[sizeof(ulong)..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    public static ChangePosition Min(ChangePosition left, ChangePosition right) => Compare(left, right) <= 0 ? left : right;

    private static int Compare(ChangePosition left, ChangePosition right) =>
        left.TransactionId != right.TransactionId ? left.TransactionId.CompareTo(right.TransactionId) : left.ProductId.CompareTo(right.ProductId);
}

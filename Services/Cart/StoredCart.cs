namespace Shop.Carts;

/// <summary>A cart as it is stored.</summary>
/// <param name="Version">Rises with every change; 0 for a cart that was never used.</param>
/// <param name="UpdateTime">When its contents last changed; null for a cart that was never used.</param>
/// <param name="Lines">What is in it, in the order it was put there.</param>
/// <param name="SavedLines">What is saved for later, in the order it was saved.</param>
/// <param name="Notices">What happened to it while its owner was not looking.</param>
internal sealed record StoredCart(long Version, DateTimeOffset? UpdateTime, IReadOnlyList<StoredCartLine> Lines, IReadOnlyList<StoredCartLine> SavedLines, IReadOnlyList<StoredNotice> Notices)
{
    public static readonly StoredCart Unused = new(0, UpdateTime: null, [], [], []);

    public string Etag => $"\"{Version}\"";

    /// <summary>The SKUs of both lists, each once.</summary>
    public IReadOnlyCollection<string> Skus => [.. AllLines.Select(line => line.Sku).Distinct(StringComparer.Ordinal)];

    public IEnumerable<StoredCartLine> AllLines => Lines.Concat(SavedLines);
}

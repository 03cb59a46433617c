using Shop.ServiceDefaults.Security;
using StackExchange.Redis;

namespace Shop.Carts;

/// <summary>Carts in Redis: one hash a cart, every change one script, so that changes at the same moment lose nothing.</summary>
internal sealed class CartStore(IConnectionMultiplexer redis, TimeProvider time)
{
    public async Task<StoredCart> ReadAsync(Caller owner) =>
        StoredCartParser.Parse(await Database.ScriptEvaluateAsync(CartScripts.Read, [CartKeys.Cart(owner.Id)], [Milliseconds(CartLimits.LifeFor(owner))]));

    public async Task<CartChangeResult> ChangeAsync(Caller owner, CartChange change)
    {
        var answer = await Database.ScriptEvaluateAsync(
            CartScripts.Change,
            [CartKeys.Cart(owner.Id), CartKeys.Request(owner.Id, change.RequestId)],
            [
                change.Operation, change.Fingerprint, VersionOf(change.Etag), Now, Milliseconds(CartLimits.LifeFor(owner)),
                Milliseconds(CartLimits.RequestLife), change.Sku, change.Quantity, CartLimits.Quantity, CartLimits.Lines,
                KnownListing.ToJson(change.Listing), change.Listing?.Currency ?? "", change.Listing?.Price ?? 0,
            ]);
        return new CartChangeResult((string)answer[0]!, (string)answer[1]!, StoredCartParser.Parse(answer[2]));
    }

    /// <summary>Whether a change under this request id was carried out, be it another one; as long as it is remembered.</summary>
    public Task<bool> IsKnownAsync(Caller owner, CartChange change) => Database.KeyExistsAsync(CartKeys.Request(owner.Id, change.RequestId));

    /// <summary>Notes listings as they are now, and whether the owner has seen them and the notices.</summary>
    public Task RefreshAsync(Caller owner, CartRefresh refresh)
    {
        RedisValue[] arguments =
        [
            refresh.SeenNotices.Count, .. refresh.SeenNotices.Select(sku => (RedisValue)sku),
            .. refresh.Listings.SelectMany(line => new RedisValue[] { line.Sku, KnownListing.ToJson(line.Listing), line.IsSeen ? line.Listing.Price : "" }),
        ];
        return Database.ScriptEvaluateAsync(CartScripts.Refresh, [CartKeys.Cart(owner.Id)], arguments);
    }

    /// <summary>Takes off a cart what was ordered, once per order; what a merge has carried away since is taken off where it went.</summary>
    /// <returns>False when it had been taken off before.</returns>
    public async Task<bool> TakeOffAsync(string ownerId, string orderId, DateTimeOffset placeTime, IEnumerable<(string Sku, int Quantity)> ordered)
    {
        var answer = await Database.ScriptEvaluateAsync(
            CartScripts.TakeOff,
            [CartKeys.Cart(ownerId), CartKeys.Order(ownerId, orderId)],
            [
                Now, Milliseconds(CartLimits.OrderLife), placeTime.ToUnixTimeMilliseconds(),
                .. ordered.SelectMany(line => new RedisValue[] { line.Sku, line.Quantity }),
            ]);
        // Each time it is told, as the last time may have ended before this.
        foreach (var elsewhere in OrderedElsewhere.Parse((string?)answer[1]))
        {
            await TakeOffMergedAsync(elsewhere, orderId);
        }

        return (bool)answer[0];
    }

    private async Task TakeOffMergedAsync(OrderedElsewhere elsewhere, string orderId) => await Database.ScriptEvaluateAsync(
        CartScripts.TakeOffMerged,
        [
            CartKeys.Cart(elsewhere.Customer), CartKeys.MergedOrder(elsewhere.Customer, elsewhere.Merge, orderId),
            CartKeys.Merge(elsewhere.Customer, elsewhere.Merge), CartKeys.Came(elsewhere.Customer, elsewhere.Merge),
        ],
        [Now, Milliseconds(CartLimits.OrderLife), elsewhere.Merge, .. elsewhere.Lines.SelectMany(line => new RedisValue[] { line.Key, line.Value })]);

    /// <summary>The cart is gone, and what was saved for later.</summary>
    public Task DeleteAsync(string ownerId) => Database.KeyDeleteAsync(CartKeys.Cart(ownerId));

    private IDatabase Database => redis.GetDatabase();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    // An etag that was never ours matches no version.
    private static string VersionOf(string etag) => etag.Length == 0 ? "" : etag.Trim('"') is { Length: > 0 } version ? version : "none";
}

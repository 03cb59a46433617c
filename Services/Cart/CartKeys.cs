using StackExchange.Redis;

namespace Shop.Carts;

/// <summary>
/// The keys in Redis. The braces make the owner the hash tag: all keys of one owner lie in one slot of a cluster, and no script
/// touches keys of two.
/// </summary>
internal static class CartKeys
{
    public static RedisKey Cart(string ownerId) => $"cart:{{{ownerId}}}";

    /// <summary>A change that the owner asked for.</summary>
    public static RedisKey Request(string ownerId, string requestId) => $"cart:{{{ownerId}}}:request:{requestId}";

    /// <summary>An order that was taken off.</summary>
    public static RedisKey Order(string ownerId, string orderId) => $"cart:{{{ownerId}}}:order:{orderId}";

    /// <summary>A merge that filled the customer's cart, or never will.</summary>
    public static RedisKey Merge(string customerId, string mergeId) => $"cart:{{{customerId}}}:merge:{mergeId}";

    /// <summary>What came into the customer's cart by a merge.</summary>
    public static RedisKey Came(string customerId, string mergeId) => $"cart:{{{customerId}}}:came:{mergeId}";

    /// <summary>A guest's order that was taken off what came by a merge.</summary>
    public static RedisKey MergedOrder(string customerId, string mergeId, string orderId) => $"cart:{{{customerId}}}:order:{orderId}:{mergeId}";

    /// <summary>What a request to merge says; in a slot of its own, as the same request may name other owners.</summary>
    public static RedisKey MergeRequest(string requestId) => $"cart:merge:{{{requestId}}}";
}

using System.Text.Json;
using Shop.ServiceDefaults.Grpc;
using StackExchange.Redis;

namespace Shop.Carts;

/// <summary>
/// Moves a guest's cart into a customer's. The two lie in different slots of a cluster, so it takes three scripts: the guest's cart names
/// what is in it (a merge), the customer's takes that in once per merge, the guest's gives it off. After each of them the process
/// may die: whoever asks next finds the merge under way and ends it. See docs/decisions/0010-carts.md.
/// </summary>
internal sealed class CartMerge(IConnectionMultiplexer redis, TimeProvider time)
{
    internal const string Applied = "APPLIED";
    internal const string Void = "VOID";

    // Each round ends a merge that another request had begun; nobody signs in more often at once than this.
    private const int Rounds = 20;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT REQUEST_ID_REUSED; UNAVAILABLE MERGE_CONTENDED.</exception>
    public async Task MergeAsync(string requestId, string fingerprint, string guestId, string customerId)
    {
        if (!await ClaimAsync(requestId, fingerprint))
        {
            throw ShopErrors.InvalidRequest("REQUEST_ID_REUSED", "This request_id was used before, with another request.");
        }

        for (var round = 0; round < Rounds; round++)
        {
            if (await SealAsync(requestId, guestId, customerId) is not { } merge)
            {
                return;
            }

            // One that another request began and did not end is as old as that: it must not be applied now. If it was, it is ended.
            var wanted = merge.Request == requestId ? Applied : Void;
            await FinishAsync(merge, guestId, await ApplyAsync(merge, wanted));
        }

        throw ShopErrors.Unavailable("MERGE_CONTENDED", "Too many requests merge this guest's cart at once.", TimeSpan.FromSeconds(1));
    }

    private async Task<bool> ClaimAsync(string requestId, string fingerprint) =>
        (bool)await Database.ScriptEvaluateAsync(CartScripts.MergeClaim, [CartKeys.MergeRequest(requestId)], [fingerprint, Milliseconds(CartLimits.RequestLife)]);

    internal async Task<SealedCart?> SealAsync(string requestId, string guestId, string customerId)
    {
        var text = (string?)await Database.ScriptEvaluateAsync(
            CartScripts.MergeSeal,
            [CartKeys.Cart(guestId), CartKeys.Request(guestId, requestId)],
            [requestId, Guid.CreateVersion7().ToString(), customerId, Now, Milliseconds(CartLimits.RequestLife)]);
        return text is null ? null : JsonSerializer.Deserialize(text, SealedCartJson.Default.SealedCart)! with { Text = text };
    }

    internal async Task<string> ApplyAsync(SealedCart merge, string wanted) => (string)(await Database.ScriptEvaluateAsync(
        CartScripts.MergeApply,
        [CartKeys.Cart(merge.Customer), CartKeys.Merge(merge.Customer, merge.Id), CartKeys.Came(merge.Customer, merge.Id)],
        [
            wanted, merge.Text, Now, Milliseconds(CartLimits.CustomerLife), Milliseconds(CartLimits.MergeLife), CartLimits.Quantity, CartLimits.Lines, CartLimits.Notices,
            Milliseconds(CartLimits.OrderLife),
        ]))!;

    internal Task FinishAsync(SealedCart merge, string guestId, string became) => Database.ScriptEvaluateAsync(
        CartScripts.MergeFinish,
        [CartKeys.Cart(guestId), CartKeys.Request(guestId, merge.Request)],
        [merge.Id, became, Now, Milliseconds(CartLimits.RequestLife)]);

    private IDatabase Database => redis.GetDatabase();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}

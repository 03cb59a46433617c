using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>Telling of changes.</summary>
internal sealed partial class CatalogGrpc
{
    // Signals come within milliseconds; this is for those that were lost with the broker.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // Changes that come faster than this are merged.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);

    public override async Task WatchProducts(WatchProductsRequest request, IServerStreamWriter<WatchProductsResponse> responseStream, ServerCallContext context)
    {
        WatchRules.Check(request);
        Guid[] ids = [.. request.ProductIds.Select(Guid.Parse)];
        using var subscription = watchers.Watch(ids);
        var watch = new ProductWatch(store, cache, ids);
        if (request.ResumeToken.Length == 0)
        {
            await watch.BeginAsync(context.CancellationToken);
        }
        else if (!await watch.ResumeAsync(ChangePosition.Of(request.ResumeToken)!, context.CancellationToken))
        {
            throw ShopErrors.FailedPrecondition("RESUME_TOKEN_EXPIRED", "The stream cannot be resumed there; read the products anew.");
        }

        // The caller knows from the headers that nothing will be missed from now on.
        await context.WriteResponseHeadersAsync([]);
        while (true)
        {
            await foreach (var (change, safe) in watch.TellAsync(context.CancellationToken))
            {
                change.ResumeToken = safe.ToToken();
                await responseStream.WriteAsync(change, context.CancellationToken);
            }

            await Task.Delay(ShortestWait, time, context.CancellationToken);
            await subscription.WaitAsync(LongestWait, context.CancellationToken);
        }
    }
}

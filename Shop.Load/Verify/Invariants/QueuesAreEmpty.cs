namespace Shop.Load.Verify.Invariants;

/// <summary>Everything that was told was heard, at once or by a retry. While somebody shops, a few messages are on their way.</summary>
internal sealed class QueuesAreEmpty : IInvariant
{
    public string Name => "queues are empty";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        await using var queues = await BrokerQueues.ConnectAsync(shop.Options.Servers.Broker, cancellationToken);
        var counted = await queues.CountAsync([.. ShopQueues.Working, .. ShopQueues.Waiting], cancellationToken);
        return new Finding(
            $"{counted.Count} queues, {counted.Sum(queue => queue.Messages)} messages",
            [
                .. counted.Where(queue => queue.IsMute).Select(queue => $"{queue.Name} does not answer"),
                .. counted.Where(queue => queue.Messages > 0 && shop.Options.AtRest).Select(queue => $"{queue.Name}: {queue.Messages} messages"),
            ]);
    }
}

namespace Shop.Load.Verify.Invariants;

/// <summary>No message was given up.</summary>
internal sealed class NoDeadLetters : IInvariant
{
    public string Name => "no dead letters";

    public async Task<Finding> CheckAsync(ShopSnapshot shop, CancellationToken cancellationToken)
    {
        await using var queues = await BrokerQueues.ConnectAsync(shop.Options.Servers.Broker, cancellationToken);
        var counted = await queues.CountAsync(ShopQueues.Dead, cancellationToken);
        return new Finding(
            $"{counted.Count} queues, {counted.Sum(queue => queue.Messages)} dead letters",
            [.. counted.Where(queue => queue.Messages > 0 || queue.IsMute).Select(queue => queue.IsMute ? $"{queue.Name} does not answer" : $"{queue.Name}: {queue.Messages} dead letters")]);
    }
}

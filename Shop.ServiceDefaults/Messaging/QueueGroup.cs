namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Queues that are set up together. The durable exchange of the group's name is the record that they have settled: see
/// <see cref="QueueSetup"/>.
/// </summary>
/// <param name="Name">The name of the queue that is bound, and of the exchange.</param>
/// <param name="Queues">The queues, this one among them.</param>
/// <param name="Exchange">What it is bound to; the group's own exchange may be it.</param>
/// <param name="RoutingKey">What it gets of that.</param>
internal sealed record QueueGroup(string Name, IReadOnlyList<QueueDefinition> Queues, string Exchange, string RoutingKey);

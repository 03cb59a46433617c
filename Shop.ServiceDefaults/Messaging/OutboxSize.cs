namespace Shop.ServiceDefaults.Messaging;

/// <summary>What waits in the outbox.</summary>
/// <param name="Rows">How many events.</param>
/// <param name="Oldest">When the oldest was written; null when there is none.</param>
internal sealed record OutboxSize(long Rows, DateTimeOffset? Oldest);

namespace Shop.ServiceDefaults.Messaging;

/// <summary>What becomes of a message that failed.</summary>
/// <param name="Step">Which delay it waits for, by its index; null: none, it is a dead letter.</param>
/// <param name="Attempt">Which try comes next; of a dead letter: how many there were.</param>
/// <param name="Waits">How often it has waited then.</param>
internal sealed record Retry(int? Step, int Attempt, int Waits);

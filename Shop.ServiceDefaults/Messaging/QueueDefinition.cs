namespace Shop.ServiceDefaults.Messaging;

/// <summary>A durable queue.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments; a queue is declared with the same ones for as long as it lives.</param>
internal sealed record QueueDefinition(string Name, Dictionary<string, object?> Arguments);

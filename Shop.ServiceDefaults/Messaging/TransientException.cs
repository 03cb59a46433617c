namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Thrown by a consumer when what it needs is away and will be back: the message waits and is tried again, as often as it takes.
/// UNAVAILABLE and DEADLINE_EXCEEDED of another service are taken so anyway; while Postgres is away, consuming pauses.
/// </summary>
public sealed class TransientException(string message, Exception? innerException = null) : Exception(message, innerException);

namespace Shop.ServiceDefaults.Messaging;

/// <summary>A message that was given up.</summary>
/// <param name="MessageId">Its id; null when it came without one that can be read.</param>
/// <param name="Type">The full name of its protobuf message; empty when it came without.</param>
/// <param name="Queue">The queue that it was consumed from, and goes back to.</param>
/// <param name="Reason">Type and message of the last exception, or what was wrong with the message.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="OccurTime">When what it tells happened.</param>
/// <param name="FirstFailureTime">When it failed first; null when it was never tried.</param>
/// <param name="LastFailureTime">When it failed last; null when it was never tried.</param>
/// <param name="TraceId">The trace it belongs to, in hex; null when there was none.</param>
/// <param name="Payload">The message's bytes as they came.</param>
public sealed record DeadLetter(
    Guid? MessageId,
    string Type,
    string Queue,
    string Reason,
    int Attempts,
    DateTimeOffset? OccurTime,
    DateTimeOffset? FirstFailureTime,
    DateTimeOffset? LastFailureTime,
    string? TraceId,
    ReadOnlyMemory<byte> Payload)
{
    /// <summary>
    /// The message as indented JSON, what is personal or secret blacked out (the contract marks it, <c>debug_redact</c>); null when
    /// no contract knows its type, or it cannot be read.
    /// </summary>
    public string? ToJson() => EventContracts.Find(Type) is { } type ? RedactedJson.Of(type, Payload) : null;
}

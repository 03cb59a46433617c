using Shop.ServiceDefaults.Messaging;

namespace Shop.Load.DeadLetters;

/// <summary>Which dead letters are meant; what is null or empty does not matter.</summary>
/// <param name="Ids">Their message ids.</param>
/// <param name="Queue">The queue that they were consumed from.</param>
/// <param name="Type">The full name of their message, or the last part of it.</param>
internal sealed record LetterFilter(IReadOnlyCollection<Guid> Ids, string? Queue, string? Type)
{
    /// <summary>The queues that may hold such letters.</summary>
    public IEnumerable<string> Queues => Queue is null ? ServiceDefaults.Messaging.DeadLetters.Queues : [Queue];

    public bool Matches(DeadLetter letter) =>
        (Ids.Count == 0 || (letter.MessageId is { } id && Ids.Contains(id)))
        && (Type is null || letter.Type == Type || letter.Type.EndsWith($".{Type}", StringComparison.Ordinal));
}

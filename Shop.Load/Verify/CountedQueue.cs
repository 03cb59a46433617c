namespace Shop.Load.Verify;

/// <param name="Name">The queue.</param>
/// <param name="Messages">How many messages are in it.</param>
/// <param name="IsMute">The broker knows it, and nothing answers for it.</param>
internal sealed record CountedQueue(string Name, uint Messages, bool IsMute);

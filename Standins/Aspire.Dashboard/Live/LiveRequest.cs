namespace Aspire.Dashboard.Live;

/// <summary>What a page sends: subscribe to a topic, or, without one, end the subscription.</summary>
/// <param name="Id">The page's own number for the subscription; comes back with everything that is pushed for it.</param>
internal sealed record LiveRequest(int Id, string? Topic, Dictionary<string, string>? Arguments);

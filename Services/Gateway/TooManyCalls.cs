namespace Shop.Gateway;

/// <summary>Why a request went no further: a rate limit.</summary>
/// <param name="Wait">After which time it may be sent again.</param>
internal sealed record TooManyCalls(TimeSpan Wait);

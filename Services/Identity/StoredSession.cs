namespace Shop.Identity;

/// <summary>A session that has not ended, and of its account what decides about it.</summary>
internal sealed record StoredSession(
    Guid SessionId,
    string Subject,
    byte[] RefreshHash,
    byte[]? PreviousHash,
    string? RotateRequest,
    DateTimeOffset CreateTime,
    DateTimeOffset RefreshTime,
    DateTimeOffset ExpireTime,
    string Role);

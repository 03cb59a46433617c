namespace Aspire.StackExchange.Redis;

/// <summary>The settings of the Redis client: section <c>Aspire:StackExchange:Redis</c>, then <c>Aspire:StackExchange:Redis:{name}</c>.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>The connection string; <c>ConnectionStrings:{name}</c> wins over the section.</summary>
    public string? ConnectionString { get; set; }

    public bool DisableHealthChecks { get; set; }

    public bool DisableTracing { get; set; }

    /// <summary>When false, the connection is opened as the host starts; when true, as it is first resolved.</summary>
    public bool DisableAutoActivation { get; set; } = true;
}

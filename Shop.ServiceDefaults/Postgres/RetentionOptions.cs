namespace Shop.ServiceDefaults.Postgres;

/// <summary>How long rows that only guard against repeats are kept. Configuration section <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// Inbox rows: longer than a message can come again, that is longer than the longest outage of broker or database after which
    /// an unconfirmed message is published once more.
    /// </summary>
    public TimeSpan Inbox { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Answers by request id: longer than any client tries again.</summary>
    public TimeSpan Requests { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Time between two sweeps.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromHours(1);
}

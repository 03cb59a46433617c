using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Hosting;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>How a service publishes and consumes. Configuration section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    /// <summary>
    /// The service's name, the first part of its queues' names: <c>order</c> in <c>order.payment-authorized</c>. It must not
    /// change while messages are under way. Unless set, the last part of the application's name in lower case.
    /// </summary>
    [Required]
    public string Service { get; set; } = "";

    /// <summary>The topic exchange that all services of one shop share; another name is another shop on the same broker.</summary>
    [Required]
    public string Exchange { get; set; } = "shop";

    /// <summary>How many messages of one queue a replica works on at once.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 4;

    /// <summary>How many messages of one queue a replica holds, those it works on included.</summary>
    [Range(1, 65535)]
    public int Prefetch { get; set; } = 32;

    /// <summary>How many messages of a queue that is consumed in batches a replica holds, and so the largest batch.</summary>
    [Range(1, 65535)]
    public int BatchSize { get; set; } = 256;

    /// <summary>
    /// How long a message waits before its second, third, ... try; after the last it is a dead letter. Unless set: 1 s, 5 s, 30 s
    /// and 2 min.
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; set; } = [];

    /// <summary>How long a consumer may take for one message.</summary>
    public TimeSpan ConsumeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the outbox is left alone when nobody wakes the relay.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many events the relay publishes in one batch at most.</summary>
    [Range(1, 10_000)]
    public int RelayBatchSize { get; set; } = 500;

    /// <summary>How long the relay waits for the broker to confirm a batch before it takes the outcome for unknown.</summary>
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the broker has to live on with a new queue before the queue is bound: see <see cref="QueueSetup"/>.</summary>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(3);

    // What has a default that configuration must replace, not add to.
    internal void Complete(IHostEnvironment environment)
    {
        if (Service is "")
        {
            Service = ServiceOf(environment.ApplicationName);
        }

        if (RetryDelays is [])
        {
            RetryDelays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)];
        }
    }

#pragma warning disable CA1308 // Queue names are lower case by convention; nothing is compared by it.
    private static string ServiceOf(string application) => application.Split('.')[^1].ToLowerInvariant();
#pragma warning restore CA1308
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Spans and metrics of messaging, by OpenTelemetry's conventions for messaging and RabbitMQ. A message's publish span continues
/// the trace of who wrote it, and its process span continues the publish span: a checkout is one trace.
/// </summary>
internal sealed class MessagingTelemetry
{
    /// <summary>The name of the ActivitySource and of the Meter.</summary>
    public const string Name = "Shop.Messaging";

    private static readonly ActivitySource Source = new(Name);

    private readonly TimeProvider _time;
    private readonly Counter<long> _published;
    private readonly Counter<long> _consumed;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _retried;
    private readonly Counter<long> _deadLettered;
    private readonly Histogram<double> _duration;

    public MessagingTelemetry(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(Name);
        _published = meter.CreateCounter<long>("shop.messaging.published", "{message}", "Events the broker has confirmed.");
        _consumed = meter.CreateCounter<long>("shop.messaging.consumed", "{message}", "Messages that took effect.");
        _duplicates = meter.CreateCounter<long>("shop.messaging.duplicates", "{message}", "Messages dropped because they had taken effect before.");
        _retried = meter.CreateCounter<long>("shop.messaging.retried", "{message}", "Messages that wait for another try.");
        _deadLettered = meter.CreateCounter<long>("shop.messaging.dead_lettered", "{message}", "Messages given up.");
        _duration = meter.CreateHistogram(
            "shop.messaging.process.duration",
            "s",
            "Time from a delivery, or a batch of them, to its outcome, the transaction included.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10] });
    }

    public static Activity? StartPublish(string exchange, OutboxRow row)
    {
        var writer = ActivityContext.TryParse(row.TraceParent, row.TraceState, out var context) ? context : default;
        var span = Start("publish", "send", ActivityKind.Producer, $"{exchange}:{row.Type}", writer);
        span?.SetTag("messaging.rabbitmq.destination.routing_key", row.Type)
            .SetTag("messaging.message.id", row.Id.ToString())
            .SetTag("messaging.message.body.size", row.Payload.Length);
        // Many are open at once: none is the parent of the next.
        Activity.Current = null;
        return span;
    }

    public static Activity? StartProcess(string exchange, string queue, Delivery delivery) =>
        Start("process", "process", ActivityKind.Consumer, $"{exchange}:{delivery.Type}:{queue}", delivery.PublishContext)
            ?.SetTag("messaging.rabbitmq.destination.routing_key", delivery.Type)
            .SetTag("messaging.rabbitmq.message.delivery_tag", delivery.Tag)
            .SetTag("messaging.message.id", delivery.Properties.MessageId)
            .SetTag("messaging.message.body.size", delivery.Body.Length);

    /// <summary>One span for many messages, linked to where each was published.</summary>
    public static Activity? StartProcess(string exchange, string queue, IReadOnlyList<Delivery> deliveries)
    {
        var type = deliveries[0].Type;
        var links = deliveries.Select(delivery => new ActivityLink(delivery.PublishContext));
        return Source.StartActivity($"process {exchange}:{type}:{queue}", ActivityKind.Consumer, parentContext: default, links: links) is { } span
            ? Describe(span, "process", "process", $"{exchange}:{type}:{queue}")
                .SetTag("messaging.rabbitmq.destination.routing_key", type)
                .SetTag("messaging.batch.message_count", deliveries.Count)
            : null;
    }

    public void Published(IEnumerable<OutboxRow> rows)
    {
        foreach (var (type, count) in rows.CountBy(row => row.Type))
        {
            _published.Add(count, Destination(type));
        }
    }

    public long Start() => _time.GetTimestamp();

    public void Consumed(string queue, long start, int count = 1) => Count(_consumed, queue, start, error: null, count);

    public void Duplicate(string queue, long start) => Count(_duplicates, queue, start, error: null);

    public void Retried(string queue, long start, Exception error) => Count(_retried, queue, start, error);

    public void DeadLettered(string queue, long start, Exception error) => Count(_deadLettered, queue, start, error);

    private static Activity? Start(string operation, string type, ActivityKind kind, string destination, ActivityContext parent) =>
        Source.StartActivity($"{operation} {destination}", kind, parent) is { } span ? Describe(span, operation, type, destination) : null;

    private static Activity Describe(Activity span, string operation, string type, string destination) =>
        span.SetTag("messaging.system", "rabbitmq")
            .SetTag("messaging.operation.name", operation)
            .SetTag("messaging.operation.type", type)
            .SetTag("messaging.destination.name", destination);

    private void Count(Counter<long> counter, string queue, long start, Exception? error, int count = 1)
    {
        var tags = new TagList { Destination(queue) };
        if (error is not null)
        {
            tags.Add("error.type", error.GetType().FullName);
        }

        counter.Add(count, tags);
        _duration.Record(_time.GetElapsedTime(start).TotalSeconds, tags);
    }

    private static KeyValuePair<string, object?> Destination(string name) => new("messaging.destination.name", name);
}

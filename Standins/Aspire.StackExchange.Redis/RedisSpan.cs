using System.Diagnostics;
using System.Net;
using StackExchange.Redis.Profiling;

namespace Aspire.StackExchange.Redis;

internal static class RedisSpan
{
    private const string OperationName = RedisInstrumentation.SourceName + ".Execute";

    // Known before the span starts, so that a sampler can go by it.
    private static readonly KeyValuePair<string, object?>[] SamplerTags = [new("db.system", "redis")];

    public static void StartAll(ActivitySource source, ActivityContext parent, ProfiledCommandEnumerable commands)
    {
        foreach (var command in commands)
        {
            using var span = source.StartActivity(OperationName, ActivityKind.Client, parent, SamplerTags, links: null, command.CommandCreated);
            if (span is not null)
            {
                Describe(span, command);
            }
        }
    }

    private static void Describe(Activity span, IProfiledCommand command)
    {
        span.SetEndTime(command.CommandCreated + command.ElapsedTime);
        span.DisplayName = command.Command;
        if (!span.IsAllDataRequested)
        {
            return;
        }

        // The command's name only: keys and values are the customers'.
        span.SetTag("db.statement", command.Command);
        span.SetTag("db.redis.database_index", command.Db);
        span.SetTag("db.redis.flags", command.Flags.ToString());
        SetServer(span, command.EndPoint);

        var enqueued = command.CommandCreated + command.CreationToEnqueued;
        var sent = enqueued + command.EnqueuedToSending;
        span.AddEvent(new ActivityEvent("Enqueued", enqueued));
        span.AddEvent(new ActivityEvent("Sent", sent));
        span.AddEvent(new ActivityEvent("ResponseReceived", sent + command.SentToResponse));
    }

    private static void SetServer(Activity span, EndPoint? server)
    {
        switch (server)
        {
            case IPEndPoint ip:
                span.SetTag("server.address", ip.Address.ToString());
                span.SetTag("server.port", ip.Port);
                break;
            case DnsEndPoint dns:
                span.SetTag("server.address", dns.Host);
                span.SetTag("server.port", dns.Port);
                break;
            case not null:
                span.SetTag("peer.service", server.ToString());
                break;
        }
    }
}

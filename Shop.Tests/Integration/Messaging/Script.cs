using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

/// <summary>What a test's consumer does with a message, and the log of what it was given.</summary>
internal sealed class Script(Func<StringValue, ConsumeContext, CancellationToken, Task> act)
{
    /// <summary>A consumer that writes the message's text into the table <c>effect</c>.</summary>
    public static Script Effect { get; } = new(WriteEffectAsync);

    public ConcurrentQueue<(string Text, MessageContext Context)> Seen { get; } = [];

    public static Script Of(Action<StringValue, ConsumeContext> act) => new((message, context, _) =>
    {
        act(message, context);
        return Task.CompletedTask;
    });

    public static void AppendEffect(NpgsqlBatch batch, string text) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO effect (text) VALUES ($1)") { Parameters = { new() { Value = text } } });

    public Task RunAsync(StringValue message, ConsumeContext context, CancellationToken cancellationToken)
    {
        Seen.Enqueue((message.Value, context));
        return act(message, context, cancellationToken);
    }

    private static Task WriteEffectAsync(StringValue message, ConsumeContext context, CancellationToken cancellationToken)
    {
        AppendEffect(context.Batch, message.Value);
        return Task.CompletedTask;
    }
}

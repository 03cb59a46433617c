using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

/// <summary>What a test's batch consumer does, and the log of the batches it was given.</summary>
internal sealed class BatchScript(Func<string[], BatchContext, CancellationToken, Task>? act = null)
{
    public ConcurrentQueue<string[]> Seen { get; } = [];

    public async Task RunAsync(IReadOnlyList<StringValue> messages, BatchContext context, CancellationToken cancellationToken)
    {
        string[] texts = [.. messages.Select(message => message.Value)];
        Seen.Enqueue(texts);
        context.Batch.BatchCommands.Add(new NpgsqlBatchCommand("INSERT INTO effect (text) SELECT unnest($1::text[])") { Parameters = { new() { Value = texts } } });
        if (act is not null)
        {
            await act(texts, context, cancellationToken);
        }
    }
}

using System.Diagnostics;
using System.Threading.Channels;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Events that are published because the transaction that wrote them committed, and only then; at least once, usually within
/// milliseconds, later when the broker is away.
/// </summary>
public sealed class Outbox
{
    /// <summary>The largest message, in bytes: an event tells what happened, it does not carry files.</summary>
    public const int MaxPayload = 1 << 20;

    private const string Insert = """
        INSERT INTO outbox (id, type, payload, occur_time, trace_parent, trace_state)
        SELECT id, type, payload, $4, $5, $6
        FROM unnest($1, $2, $3) AS event (id, type, payload)
        """;

    private readonly TimeProvider _time;
    private readonly MessageIds _ids;
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(capacity: 1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>An outbox whose ids and times are of this clock.</summary>
    public Outbox(TimeProvider time)
    {
        _time = time;
        _ids = new MessageIds(time);
    }

    /// <summary>
    /// Adds one statement that writes the events, in order, with the trace context of the current activity. Call
    /// <see cref="Wake"/> after the commit.
    /// </summary>
    /// <exception cref="ArgumentException">A message is larger than <see cref="MaxPayload"/>.</exception>
    public void Append(NpgsqlBatch batch, params ReadOnlySpan<IMessage> events)
    {
        if (events.IsEmpty)
        {
            return;
        }

        var command = new NpgsqlBatchCommand(Insert);
        foreach (var parameter in Parameters(events))
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>
    /// The events as six parameters, for a statement that writes them together with their cause: ids, types, payloads (three arrays),
    /// the time, and the trace context in two, for
    /// <c>INSERT INTO outbox (id, type, payload, occur_time, trace_parent, trace_state) SELECT id, type, payload, ... FROM unnest(...)</c>.
    /// Call <see cref="Wake"/> after the commit.
    /// </summary>
    /// <exception cref="ArgumentException">A message is larger than <see cref="MaxPayload"/>.</exception>
    public NpgsqlParameter[] Parameters(params ReadOnlySpan<IMessage> events)
    {
        var ids = new Guid[events.Length];
        var types = new string[events.Length];
        var payloads = new byte[events.Length][];
        for (var i = 0; i < events.Length; i++)
        {
            ids[i] = _ids.Next();
            types[i] = events[i].Descriptor.FullName;
            payloads[i] = Payload(events[i]);
        }

        var activity = Activity.Current;
        return
        [
            new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
            new() { Value = types, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new() { Value = payloads, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            new() { Value = _time.GetUtcNow(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
            new() { Value = (object?)activity?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new() { Value = (object?)activity?.TraceStateString ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        ];
    }

    /// <summary>Tells the relay that there is something to publish. Without it the events wait for the next poll.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    internal async Task WaitAsync(CancellationToken cancellationToken) => await _wakes.Reader.ReadAsync(cancellationToken);

    /// <summary>The same, but not for longer than this.</summary>
    internal async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var moment = new CancellationTokenSource(longest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(moment.Token, cancellationToken);
        try
        {
            await _wakes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing came.
        }
    }

    private static byte[] Payload(IMessage message) =>
        message.CalculateSize() <= MaxPayload
            ? message.ToByteArray()
            : throw new ArgumentException($"{message.Descriptor.FullName} is larger than {MaxPayload} bytes.", nameof(message));
}

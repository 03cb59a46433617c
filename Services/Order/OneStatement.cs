using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Shop.Orders;

/// <summary>
/// Makes one statement of those in a batch: all but the last become parts of its WITH. Postgres then parses, plans and runs one
/// instead of several, which is what an order mostly costs. For inserts and updates of different rows only: the parts all see what
/// was there before any of them, and run in no order.
/// </summary>
internal static partial class OneStatement
{
    // The same few combinations for ever; a text that is made once is also prepared once.
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <param name="batch">The statements, each with parameters of its own as <c>$1</c>, <c>$2</c> ...</param>
    /// <param name="name">Stands first in the statement, to be found by.</param>
    public static void Combine(NpgsqlBatch batch, string name)
    {
        var parts = Parts(batch);
        var combined = new NpgsqlBatchCommand(Texts.GetOrAdd(string.Join('\n', parts.Select(part => part.CommandText).Prepend(name)), _ => TextOf(parts, name)));
        foreach (var part in parts)
        {
            foreach (NpgsqlParameter parameter in part.Parameters)
            {
                combined.Parameters.Add(parameter.Clone());
            }
        }

        batch.BatchCommands.Clear();
        batch.BatchCommands.Add(combined);
    }

    private static List<NpgsqlBatchCommand> Parts(NpgsqlBatch batch)
    {
        var parts = new List<NpgsqlBatchCommand>(batch.BatchCommands.Count);
        for (var i = 0; i < batch.BatchCommands.Count; i++)
        {
            parts.Add(batch.BatchCommands[i]);
        }

        return parts;
    }

    private static string TextOf(List<NpgsqlBatchCommand> parts, string name)
    {
        var text = new StringBuilder($"-- {name}\n");
        var parameters = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = Renumbered(parts[i].CommandText, parameters);
            text.Append(i == parts.Count - 1 ? part : $"{(i == 0 ? "WITH" : ",")} part_{(char)('a' + i)} AS (\n{part}\n)\n");
            parameters += parts[i].Parameters.Count;
        }

        return text.ToString();
    }

    private static string Renumbered(string sql, int offset) => Parameter().Replace(
        sql, match => "$" + (int.Parse(match.ValueSpan[1..], CultureInfo.InvariantCulture) + offset).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\$[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}

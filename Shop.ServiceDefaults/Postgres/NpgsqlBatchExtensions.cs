using Npgsql;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>Statements with positional parameters, added to a batch in one line.</summary>
public static class NpgsqlBatchExtensions
{
    /// <summary>Adds a statement.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="sql">The statement, its parameters as <c>$1</c>, <c>$2</c> ...</param>
    /// <param name="values">Their values, in order; an <see cref="NpgsqlParameter"/> where the type does not follow from the value (jsonb, a null).</param>
    public static void Append(this NpgsqlBatch batch, string sql, params ReadOnlySpan<SqlValue> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value.Parameter);
        }

        batch.BatchCommands.Add(command);
    }
}

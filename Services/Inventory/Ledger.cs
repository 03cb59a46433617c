using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Shop.Contracts.Inventory.V1;

namespace Shop.Inventory;

/// <summary>Reads the ledger, newest first.</summary>
internal sealed class Ledger(NpgsqlDataSource dataSource)
{
    private const string Columns = "movement_id, sku, location_id, kind, on_hand_delta, reserved_delta, order_id, reason, note, actor_id, create_time";

    /// <summary>A page of movements.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Only those older than this movement; null for the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<Movement>> ListAsync(MovementFilter filter, long? before, int limit, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand();
        List<string> conditions = [];
        if (filter.Sku is { } sku)
        {
            Require("sku =", sku);
        }

        if (filter.LocationId is { } locationId)
        {
            Require("location_id =", locationId);
        }

        if (filter.OrderId is { } orderId)
        {
            Require("order_id =", orderId);
        }

        if (before is { } position)
        {
            Require("movement_id <", position);
        }

        // Only what is asked for stands in the text: each combination is a statement with a plan, and an index, of its own.
        command.CommandText = $"""
            -- list movements
            SELECT {Columns}
            FROM movement
            {(conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}")}
            ORDER BY movement_id DESC
            LIMIT {limit}
            """;
        return await ReadAsync(command, cancellationToken);

        void Require<T>(string condition, T value)
        {
            command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
            conditions.Add($"{condition} ${command.Parameters.Count}");
        }
    }

    private static async Task<IReadOnlyList<Movement>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var movements = new List<Movement>();
        while (await reader.ReadAsync(cancellationToken))
        {
            movements.Add(MovementOf(reader));
        }

        return movements;
    }

    private static Movement MovementOf(NpgsqlDataReader row) => new()
    {
        MovementId = row.GetInt64(0).ToString(CultureInfo.InvariantCulture),
        Sku = row.GetString(1),
        LocationId = row.GetString(2),
        Kind = (MovementKind)row.GetInt16(3),
        OnHandDelta = row.GetInt32(4),
        ReservedDelta = row.GetInt32(5),
        OrderId = row.IsDBNull(6) ? "" : row.GetGuid(6).ToString(),
        Reason = (AdjustmentReason)row.GetInt16(7),
        Note = row.GetString(8),
        ActorId = row.GetString(9),
        CreateTime = row.GetFieldValue<DateTimeOffset>(10).ToTimestamp(),
    };
}

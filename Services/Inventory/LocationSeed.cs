using Microsoft.Extensions.Options;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Inventory;

/// <summary>Brings the locations of the configuration into the database.</summary>
internal sealed class LocationSeed(NpgsqlDataSource dataSource, IOptions<InventoryOptions> options) : IDatabaseSeed
{
    // In order of their ids, so that two replicas that start at once do not wait for each other in a circle.
    private const string Upsert = """
        -- locations
        INSERT INTO location (location_id, priority)
        SELECT location_id, priority FROM unnest($1, $2) AS configured (location_id, priority) ORDER BY location_id
        ON CONFLICT (location_id) DO UPDATE SET priority = EXCLUDED.priority WHERE location.priority <> EXCLUDED.priority
        """;

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        var locations = options.Value.Locations;
        await using var batch = dataSource.CreateBatch();
        batch.Append(Upsert, locations.Select(location => location.Id).ToArray(), locations.Select(location => location.Priority).ToArray());
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}

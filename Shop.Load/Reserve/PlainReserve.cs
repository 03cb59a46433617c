using Npgsql;
using Shop.Load.Running;

namespace Shop.Load.Reserve;

/// <summary>The plain way: for each buyer an UPDATE of one row and its commit, on a table with nothing else to it, prepared.</summary>
internal sealed class PlainReserve : IAsyncDisposable
{
    /// <summary>How many buyers there are, each with a connection.</summary>
    public const int Connections = 32;

    private const string Database = "plainstock";

    private readonly NpgsqlDataSource _dataSource;
    private readonly List<NpgsqlCommand> _updates = [];

    private PlainReserve(NpgsqlDataSource dataSource) => _dataSource = dataSource;

    public static async Task<PlainReserve> CreateAsync(ServerAddresses servers, CancellationToken cancellationToken)
    {
        await using (var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(servers.Postgres) { Database = "postgres", Pooling = false }.ConnectionString))
        {
            await ExecuteAsync(server, $"CREATE DATABASE {Database}", cancellationToken);
        }

        var plain = new PlainReserve(NpgsqlDataSource.Create(servers.Database(Database)));
        await ExecuteAsync(plain._dataSource, "CREATE TABLE item (sku text PRIMARY KEY, on_hand int NOT NULL, reserved int NOT NULL)", cancellationToken);
        foreach (var sku in Goods.Spread.Append(Goods.Hot))
        {
            await ExecuteAsync(plain._dataSource, $"INSERT INTO item VALUES ('{sku}', {Goods.Stock}, 0)", cancellationToken);
        }

        for (var i = 0; i < Connections; i++)
        {
            var connection = await plain._dataSource.OpenConnectionAsync(cancellationToken);
            var update = new NpgsqlCommand("UPDATE item SET reserved = reserved + 1 WHERE sku = $1 AND on_hand - reserved >= 1", connection) { Parameters = { new NpgsqlParameter<string>() } };
            await update.PrepareAsync(cancellationToken);
            plain._updates.Add(update);
        }

        return plain;
    }

    public Task Hot(int buyer) => BuyAsync(buyer, Goods.Hot);

    public Task Spread(int buyer) => BuyAsync(buyer, Goods.Any());

    /// <summary>The settings that decide what a commit is worth, as the server has them.</summary>
    public async Task<string> DurabilityAsync(CancellationToken cancellationToken)
    {
        await using var command = _dataSource.CreateCommand(
            "SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')");
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var update in _updates)
        {
            await update.Connection!.DisposeAsync();
            await update.DisposeAsync();
        }

        await _dataSource.DisposeAsync();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task BuyAsync(int buyer, string sku)
    {
        var update = _updates[buyer];
        ((NpgsqlParameter<string>)update.Parameters[0]).TypedValue = sku;
        if (await update.ExecuteNonQueryAsync() != 1)
        {
            throw new InvalidOperationException($"{sku} is sold out.");
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Tests.Integration.Postgres;

[Collection(ShopServers.Collection)]
public sealed class MigratorTests(ShopServers servers) : IAsyncLifetime
{
    private static readonly Migration Create = new(1, "create", "CREATE TABLE thing (id integer PRIMARY KEY)");
    private static readonly Migration Fill = new(2, "fill", "INSERT INTO thing VALUES (1); INSERT INTO thing VALUES (2)");

    private string _database = "";
    private NpgsqlDataSource _store = null!;

    private static CancellationToken Token => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public async Task InitializeAsync()
    {
        _database = await servers.CreateDatabaseAsync();
        _store = NpgsqlDataSource.Create(_database);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await servers.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task Migrate_NewDatabase_AppliesAllInOrder()
    {
        await MigrateAsync(Fill, Create);

        (await ScalarAsync<long>("SELECT count(*) FROM thing")).ShouldBe(2);
    }

    [Fact]
    public async Task Migrate_Again_AppliesOnlyWhatIsNew()
    {
        await MigrateAsync(Create);
        await MigrateAsync(Create, Fill);
        await MigrateAsync(Create, Fill);

        (await ScalarAsync<long>("SELECT count(*) FROM thing")).ShouldBe(2);
    }

    [Fact]
    public async Task Migrate_ManyAtOnce_ApplyOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MigrateAsync(Create, Fill)));

        (await ScalarAsync<long>("SELECT count(*) FROM thing")).ShouldBe(2);
        // Nobody's session still holds the lock.
        (await ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).ShouldBe(0);
    }

    [Fact]
    public async Task Migrate_ChangedFile_NamesItAndChangesNothing()
    {
        await MigrateAsync(Create);

        var exception = await Should.ThrowAsync<MigrationException>(() => MigrateAsync(Create with { Sql = Create.Sql + ";" }, Fill));

        exception.Message.ShouldContain("0001_create.sql");
        (await ScalarAsync<long>("SELECT count(*) FROM thing")).ShouldBe(0);
    }

    [Fact]
    public async Task Migrate_OtherLineEnds_AreTheSameFile()
    {
        await MigrateAsync(Create with { Sql = "CREATE TABLE thing (\r\n  id integer)" });
        await MigrateAsync(Create with { Sql = "CREATE TABLE thing (\n  id integer)" });
    }

    [Fact]
    public async Task Migrate_FailsHalfWay_LeavesNoHalf()
    {
        var broken = Fill with { Sql = "INSERT INTO thing VALUES (1); INSERT INTO nowhere VALUES (2)" };

        var exception = await Should.ThrowAsync<MigrationException>(() => MigrateAsync(Create, broken));

        exception.Message.ShouldContain("0002_fill.sql");
        (await ScalarAsync<long>("SELECT count(*) FROM thing")).ShouldBe(0);
        await MigrateAsync(Create, Fill);
        (await ScalarAsync<long>("SELECT count(*) FROM thing")).ShouldBe(2);
    }

    [Fact]
    public async Task Migrate_DatabaseOfANewerProgram_IsLeftAlone()
    {
        await MigrateAsync(Create, Fill);
        await MigrateAsync(Create);

        (await ScalarAsync<long>("SELECT count(*) FROM schema_migration")).ShouldBe(2);
    }

    [Fact]
    public async Task Migrate_SeveralSets_HaveNumbersOfTheirOwn()
    {
        await MigrateAsync(Create, Fill);
        var other = MigrationSet.Of("other", [new Migration(1, "create", "CREATE TABLE other (id integer)")]);

        await Migrator().MigrateAsync(_store, [MigrationSet.Of("test", [Create, Fill]), other], Token);

        (await ScalarAsync<long>("SELECT count(*) FROM schema_migration")).ShouldBe(3);
    }

    private static Migrator Migrator() => new(NullLogger<Migrator>.Instance);

    private async Task MigrateAsync(params Migration[] migrations)
    {
        // A replica of its own: its pool is, too.
        await using var store = NpgsqlDataSource.Create(_database);
        await Migrator().MigrateAsync(store, [MigrationSet.Of("test", migrations)], Token);
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = _store.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Token))!;
    }
}

using System.Data.Common;
using Npgsql;
using Standins.Tests.Servers;

namespace Standins.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class NpgsqlServiceCollectionExtensionsTests(PostgresServer server)
{
    [Fact]
    public async Task AddNpgsqlDataSource_Resolved_IsOneSourceAndAConnectionEach()
    {
        await using var services = new ServiceCollection().AddNpgsqlDataSource(server.ConnectionString).BuildServiceProvider();

        services.GetRequiredService<DbDataSource>().ShouldBeSameAs(services.GetRequiredService<NpgsqlDataSource>());
        await using var first = services.GetRequiredService<NpgsqlConnection>();
        await using var second = services.GetRequiredService<DbConnection>();
        first.ShouldNotBeSameAs(second);
        await second.OpenAsync().Soon();
    }

    [Fact]
    public async Task AddNpgsqlDataSource_Configured_BuildsAccordingly()
    {
        await using var services = new ServiceCollection()
            .AddSingleton("from the services")
            .AddNpgsqlDataSource(server.ConnectionString, (provider, builder) => builder.ConnectionStringBuilder.ApplicationName = provider.GetRequiredService<string>())
            .BuildServiceProvider();

        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()");
        (await command.ExecuteScalarAsync().Soon()).ShouldBe("from the services");
    }

    [Fact]
    public async Task AddNpgsqlSlimDataSource_Keyed_IsBesideTheOther()
    {
        await using var services = new ServiceCollection()
            .AddNpgsqlDataSource(server.ConnectionString)
            .AddNpgsqlSlimDataSource(server.ConnectionString, builder => builder.EnableArrays(), serviceKey: "slim")
            .BuildServiceProvider();

        var slim = services.GetRequiredKeyedService<NpgsqlDataSource>("slim");
        slim.ShouldNotBeSameAs(services.GetRequiredService<NpgsqlDataSource>());
        slim.ShouldBeSameAs(services.GetRequiredKeyedService<DbDataSource>("slim"));
        await using var connection = services.GetRequiredKeyedService<NpgsqlConnection>("slim");
        await connection.OpenAsync().Soon();
        await using var command = new NpgsqlCommand("SELECT array[1, 2]", connection);
        (await command.ExecuteScalarAsync().Soon()).ShouldBe(new[] { 1, 2 });
    }

    [Fact]
    public async Task AddNpgsqlDataSource_Scoped_IsTheSameWithinTheScope()
    {
        await using var services = new ServiceCollection()
            .AddNpgsqlDataSource(server.ConnectionString, connectionLifetime: ServiceLifetime.Scoped)
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();

        scope.ServiceProvider.GetRequiredService<NpgsqlConnection>().ShouldBeSameAs(scope.ServiceProvider.GetRequiredService<NpgsqlConnection>());
    }

    [Fact]
    public async Task AddNpgsqlDataSource_Twice_KeepsTheFirst()
    {
        await using var services = new ServiceCollection()
            .AddNpgsqlDataSource(server.ConnectionString)
            .AddNpgsqlDataSource("Host=elsewhere")
            .BuildServiceProvider();

        services.GetServices<NpgsqlDataSource>().ShouldHaveSingleItem().ConnectionString.ShouldContain("127.0.0.1");
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Shop.Tests.Integration.Messaging;

namespace Shop.Tests.Integration.Postgres;

[Collection(ShopServers.Collection)]
public sealed class MigrationServiceTests(ShopServers servers)
{
    private static CancellationToken Token => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [Fact]
    public async Task Start_PostgresThere_ListensOnAMigratedDatabase()
    {
        var database = await servers.CreateDatabaseAsync();
        await using var app = await StartAsync(database);

        (await GetAsync(app, "/health")).ShouldBe(HttpStatusCode.OK);
        (await GetAsync(app, "/outbox")).ShouldBe(HttpStatusCode.OK);

        await app.StopAsync(Token);
        await servers.DropDatabaseAsync(database);
    }

    [Fact]
    public async Task Start_PostgresAway_IsUnreadyAndRefusesUntilItIsThere()
    {
        var database = new NpgsqlConnectionStringBuilder(await servers.CreateDatabaseAsync());
        await using var cable = new Cable(database.Host!, database.Port);
        await cable.CutAsync();
        await using var app = await StartAsync(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Port = cable.Port }.ConnectionString);

        (await GetAsync(app, "/alive")).ShouldBe(HttpStatusCode.OK);
        (await GetAsync(app, "/health")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await GetAsync(app, "/outbox")).ShouldBe(HttpStatusCode.ServiceUnavailable);

        cable.Mend();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await GetAsync(app, "/health") != HttpStatusCode.OK)
        {
            await timer.WaitForNextTickAsync(Token);
        }

        (await GetAsync(app, "/outbox")).ShouldBe(HttpStatusCode.OK);
        await app.StopAsync(Token);
        await servers.DropDatabaseAsync(database.ConnectionString);
    }

    [Fact]
    public async Task Stop_PostgresAway_EndsAtOnce()
    {
        var database = await servers.CreateDatabaseAsync();
        var nowhere = new NpgsqlConnectionStringBuilder(database) { Port = 1 }.ConnectionString;
        await using var app = await StartAsync(nowhere);

        await app.StopAsync(Token);

        await servers.DropDatabaseAsync(database);
    }

    private static async Task<WebApplication> StartAsync(string database)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath() });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:db", database)]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddShopPostgres("db", migrations: typeof(object).Assembly);
        var app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapGet("/alive", () => Results.Ok());
        app.MapGet("/outbox", async (NpgsqlDataSource store) =>
        {
            await using var command = store.CreateCommand("SELECT count(*) FROM outbox");
            return await command.ExecuteScalarAsync();
        });
        await app.StartAsync(Token);
        return app;
    }

    private static async Task<HttpStatusCode> GetAsync(WebApplication app, string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
        return response.StatusCode;
    }
}

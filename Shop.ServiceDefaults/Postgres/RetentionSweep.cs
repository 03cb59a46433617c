using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>Deletes inbox rows and kept answers that nobody can ask for any more, in small portions.</summary>
internal sealed partial class RetentionSweep(
    NpgsqlDataSource dataSource,
    MigrationState migrations,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionSweep> logger) : BackgroundService
{
    private const int Portion = 5_000;

    private const string SweepInbox = """
        DELETE FROM inbox
        WHERE ctid = ANY (ARRAY(SELECT ctid FROM inbox WHERE receive_time < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))
        """;

    private const string SweepRequests = """
        DELETE FROM request
        WHERE ctid = ANY (ARRAY(SELECT ctid FROM request WHERE create_time < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await migrations.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        do
        {
            try
            {
                await SweepAsync(SweepInbox, options.Value.Inbox, stoppingToken);
                await SweepAsync(SweepRequests, options.Value.Requests, stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAsync(string sql, TimeSpan retention, CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            await using var command = dataSource.CreateCommand(sql);
            command.Parameters.Add(new() { Value = time.GetUtcNow() - retention });
            command.Parameters.Add(new() { Value = Portion });
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (deleted == Portion);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old rows could not be swept; the next sweep will")]
    private partial void LogFailed(Exception exception);
}

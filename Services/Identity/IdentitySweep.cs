using Microsoft.Extensions.Options;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>Deletes what is over: sessions that have expired, accounts that were never verified, tries that are forgotten, upgrades that nobody can repeat.</summary>
internal sealed partial class IdentitySweep(NpgsqlDataSource dataSource, IOptions<AccountOptions> options, TimeProvider time, ILogger<IdentitySweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UpgradesKept = TimeSpan.FromDays(1);

    private static readonly string[] Statements =
    [
        """
        -- sweep sessions
        DELETE FROM session WHERE ctid = ANY (ARRAY(SELECT ctid FROM session WHERE expire_time < $1 LIMIT 5000))
        """,
        """
        -- sweep unverified accounts
        DELETE FROM account WHERE NOT email_verified AND create_time < $1
        """,
        """
        -- sweep tries
        DELETE FROM guess WHERE ctid = ANY (ARRAY(SELECT ctid FROM guess WHERE update_time < $1 LIMIT 5000))
        """,
        """
        -- sweep upgrades
        DELETE FROM guest_upgrade WHERE create_time < $1
        """,
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception.Message);
            }
        }
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DateTimeOffset[] limits = [now, now - options.Value.UnverifiedLifetime, now - GuessRules.Forgotten, now - UpgradesKept];
        await using var batch = dataSource.CreateBatch();
        for (var i = 0; i < Statements.Length; i++)
        {
            batch.Append(Statements[i], limits[i]);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "What is over could not be swept; the next sweep will: {Reason}")]
    private partial void LogFailed(string reason);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>
/// Migrates before anything else starts, so that the service listens on a database that fits. A database that is away does not
/// hold the start up: the service comes up unready (see <see cref="MigrationGate"/>), and the first try that reaches Postgres
/// completes it. Migrations that do not fit end the program.
/// </summary>
internal sealed partial class MigrationService(
    NpgsqlDataSource dataSource,
    IEnumerable<MigrationSet> sets,
    IEnumerable<IDatabaseSeed> seeds,
    Migrator migrator,
    MigrationState state,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<MigrationService> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _retrying = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!await TryMigrateAsync(cancellationToken))
        {
            _retrying = RetryAsync(_stopping.Token);
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _retrying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task RetryAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));
        try
        {
            do
            {
                await backoff.DelayAsync(time, cancellationToken);
            }
            while (!await TryMigrateAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task<bool> TryMigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await migrator.MigrateAsync(dataSource, sets, cancellationToken);
            foreach (var seed in seeds)
            {
                await seed.SeedAsync(cancellationToken);
            }

            state.Complete();
            return true;
        }
        catch (NpgsqlException exception) when (PostgresFailure.IsAway(exception) || PostgresFailure.IsTimeout(exception))
        {
            LogAway(exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Postgres is away, migrations wait: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The database cannot be migrated; stopping")]
    private partial void LogFailed(Exception exception);
}

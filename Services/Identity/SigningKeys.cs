using Microsoft.IdentityModel.Tokens;
using Npgsql;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>The keys as this replica knows them: at most a minute old, and there before the first call.</summary>
internal sealed partial class SigningKeys(KeyStore store, UserKeys published, TimeProvider time, ILogger<SigningKeys> logger) : BackgroundService, IDatabaseSeed
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private volatile IReadOnlyList<SigningKey> _keys = [];

    /// <summary>The key that signs now.</summary>
    public ECDsaSecurityKey Current =>
        KeySchedule.Signing(_keys, key => key.SignTime, time.GetUtcNow())?.Key ?? throw new InvalidOperationException("There is no key that signs.");

    /// <summary>The keys that tokens may be signed with, one that does not sign yet among them.</summary>
    public IEnumerable<ECDsaSecurityKey> Published => _keys.Select(key => key.Key);

    public Task SeedAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    /// <summary>Reads the keys anew, and does what is due.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        _keys = await store.LoadAsync(cancellationToken);
        published.Replace([.. Published]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (_keys.Count > 0)
                {
                    await RefreshAsync(stoppingToken);
                }
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The signing keys could not be read, those from before sign on: {Reason}")]
    private partial void LogFailed(string reason);
}

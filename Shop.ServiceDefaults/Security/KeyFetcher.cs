using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace Shop.ServiceDefaults.Security;

/// <summary>
/// Keeps <see cref="UserKeys"/> those that Identity publishes: asks at the start and every few minutes, and when a token names a key
/// that is not known. While Identity is away the last ones count, from memory or, after a start, from the copy.
/// </summary>
internal sealed partial class KeyFetcher(
    UserKeys keys, KeysCopy copy, IHttpClientFactory clients, IOptions<KeyOptions> options, IConfiguration configuration, TimeProvider time, ILogger<KeyFetcher> logger) : BackgroundService
{
    private const int LargestAnswer = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _asking = new(1);
    private DateTimeOffset _asked = DateTimeOffset.MinValue;

    /// <summary>Whether there is an Identity to ask; in Identity itself there is not.</summary>
    public bool HasSource => configuration.GetSection("services:identity").Exists();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first call comes in.
        if (copy.Read() is { } kept)
        {
            Take(kept);
        }
        else if (options.Value.KnownKeys is { Length: > 0 } known)
        {
            Take(Encoding.UTF8.GetBytes(known));
        }

        return base.StartAsync(cancellationToken);
    }

    /// <summary>Asks anew for the sake of a token whose key is not known, unless somebody just has; returns when it is known how that ended.</summary>
    public async Task AskAsync()
    {
        if (HasSource)
        {
            await TryAskAsync(options.Value.KeysPause, CancellationToken.None);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (HasSource && !stoppingToken.IsCancellationRequested)
        {
            var answered = await TryAskAsync(TimeSpan.Zero, stoppingToken);
            await Task.Delay(answered ? options.Value.KeysFresh : options.Value.KeysPause, time, stoppingToken);
        }
    }

    private async Task<bool> TryAskAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() - _asked < pause)
            {
                return true;
            }

            _asked = time.GetUtcNow();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            using var client = clients.CreateClient(nameof(KeyFetcher));
            client.MaxResponseContentBufferSize = LargestAnswer;
            var answer = await client.GetByteArrayAsync(options.Value.KeysAddress, patience.Token);
            Take(answer);
            copy.Write(answer);
            return true;
        }
        catch (Exception exception) when (IsAway(exception) && !cancellationToken.IsCancellationRequested)
        {
            LogAway(exception.Message);
            return false;
        }
        finally
        {
            _asking.Release();
        }
    }

    private void Take(byte[] answer)
    {
        var before = keys.Version;
        keys.Replace(PublicKeys.Read(answer));
        if (keys.Version != before)
        {
            LogTaken();
        }
    }

    private static bool IsAway(Exception exception) =>
        exception is HttpRequestException or OperationCanceledException or FormatException or ExecutionRejectedException;

    [LoggerMessage(LogLevel.Information, "Tokens are checked by new keys of Identity's")]
    private partial void LogTaken();

    [LoggerMessage(LogLevel.Warning, "Identity does not tell its keys, the last ones count on: {Reason}")]
    private partial void LogAway(string reason);
}

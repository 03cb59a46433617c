using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Shop.PaymentProvider;

/// <summary>Delivers the webhooks that stand in the table, each until it is taken: a crash, here or there, only delays them.</summary>
internal sealed partial class WebhookDelivery(
    NpgsqlDataSource dataSource, IHttpClientFactory clients, IOptions<ProviderOptions> options, TimeProvider time, ILogger<WebhookDelivery> logger) : BackgroundService
{
    /// <summary>The name of the HTTP client.</summary>
    public const string Client = "webhooks";

    private const int BatchSize = 32;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    // Until then another replica leaves it alone; also the time of the next try.
    private const string Take = """
        UPDATE webhook
        SET attempts = attempts + 1, due_time = $1 + least(interval '1 minute', interval '1 second' * 2 ^ attempts) + interval '5 seconds' * (attempts = 0)::int
        WHERE webhook_id = ANY (ARRAY(
            SELECT webhook_id FROM webhook WHERE delivered_time IS NULL AND (due_time <= $1 OR webhook_id = ANY ($3)) ORDER BY due_time LIMIT $2 FOR UPDATE SKIP LOCKED))
        RETURNING webhook_id, body
        """;

    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>Something will be due soon.</summary>
    public void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }

    /// <summary>Delivers some at once, whenever they are due. Whatever comes of it, they are not lost.</summary>
    public async Task DeliverAsync(IReadOnlyList<long> webhookIds, CancellationToken cancellationToken)
    {
        if (options.Value.WebhookUrl is not null && webhookIds.Count > 0)
        {
            var taken = await TakeAsync([.. webhookIds], cancellationToken);
            await Task.WhenAll(taken.Select(webhook => PostAsync(webhook.Id, webhook.Body, cancellationToken)));
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _wake.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.WebhookUrl is not null)
        {
            try
            {
                foreach (var (id, body) in await TakeAsync([], stoppingToken))
                {
                    _ = PostAsync(id, body, stoppingToken);
                }
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception.Message);
            }

            await _wake.WaitAsync(LookInterval, stoppingToken);
        }
    }

    private async Task<List<(long Id, string Body)>> TakeAsync(long[] atOnce, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Take);
        command.Parameters.Add(new() { Value = time.GetUtcNow() });
        command.Parameters.Add(new() { Value = BatchSize });
        command.Parameters.Add(new() { Value = atOnce });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var taken = new List<(long Id, string Body)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            taken.Add(((long)reader[0], (string)reader[1]));
        }

        return taken;
    }

    private async Task PostAsync(long id, string body, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            content.Headers.Add("Provider-Signature", Sign(body));
            using var response = await clients.CreateClient(Client).PostAsync(options.Value.WebhookUrl, content, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                await using var command = dataSource.CreateCommand("UPDATE webhook SET delivered_time = now() WHERE webhook_id = $1");
                command.Parameters.Add(new() { Value = id });
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            else
            {
                LogRefused(id, (int)response.StatusCode);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or NpgsqlException)
        {
            LogFailed(exception.Message);
        }
    }

    private string Sign(string body)
    {
        var stamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = Encoding.UTF8.GetBytes($"{stamp}.{body}");
        var signatures = options.Value.WebhookSecrets.Select(secret => $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}");
        return $"t={stamp},{string.Join(',', signatures)}";
    }

    [LoggerMessage(LogLevel.Information, "Webhook {Id} was answered with {Status}, and comes again")]
    private partial void LogRefused(long id, int status);

    [LoggerMessage(LogLevel.Information, "Webhooks are delayed: {Reason}")]
    private partial void LogFailed(string reason);
}

using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>
/// Writes the letters that were asked for, as events that Notification sends. In Development their links are logged as well, and
/// nowhere else.
/// </summary>
internal sealed partial class LetterWriter(
    NpgsqlDataSource dataSource,
    Letters letters,
    Outbox outbox,
    IServiceScopeFactory scopes,
    IHostEnvironment environment,
    IOptions<AccountOptions> options,
    ILogger<LetterWriter> logger) : BackgroundService
{
    private const int Portion = 20;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    private const string Take = """
        -- take letters
        SELECT letter_id, kind, email, user_id FROM letter ORDER BY letter_id LIMIT $1 FOR UPDATE SKIP LOCKED
        """;

    private const string Delete = """
        -- delete letters that are written
        DELETE FROM letter WHERE letter_id = ANY ($1)
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await WriteAsync(stoppingToken) == Portion)
                {
                    // There may be more.
                }
            }
            catch (NpgsqlException exception)
            {
                LogFailed(exception.Message);
            }

            await letters.WaitAsync(Poll, stoppingToken);
        }
    }

    /// <summary>Writes a portion; answers how many letters it was.</summary>
    internal async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        await using var transaction = new BatchedTransaction(dataSource);
        transaction.Batch.Append(Take, Portion);
        var asked = new List<AskedLetter>();
        await using (var reader = await transaction.ReadAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                asked.Add(Read(reader));
            }
        }

        if (asked.Count == 0)
        {
            return 0;
        }

        var written = new List<EmailRequested>();
        await using (var scope = scopes.CreateAsyncScope())
        {
            var composer = scope.ServiceProvider.GetRequiredService<LetterComposer>();
            foreach (var letter in asked)
            {
                if (await composer.ComposeAsync(letter) is { } composed)
                {
                    written.Add(composed);
                }
            }
        }

        transaction.Batch.Append(Delete, asked.Select(letter => letter.LetterId).ToArray());
        outbox.Append(transaction.Batch, [.. written]);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake();
        LogInDevelopment(written);
        return asked.Count;
    }

    private static AskedLetter Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), (LetterKind)row.GetInt16(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetGuid(3));

    private void LogInDevelopment(List<EmailRequested> written)
    {
        if (environment.IsDevelopment())
        {
            foreach (var letter in written)
            {
                LogLetter(letter.Kind, letter.Email, letter.LinkToken.Length == 0 ? "(no link)" : new Uri(options.Value.LinkBase, $"{PathOf(letter.Kind)}#token={letter.LinkToken}").ToString());
            }
        }
    }

    // After the hash: what a browser opens, no server writes down.
    private static string PathOf(LetterKind kind) => kind switch
    {
        LetterKind.VerifyEmail => "verify-email",
        LetterKind.ResetPassword => "reset-password",
        _ => "confirm-email",
    };

    [LoggerMessage(LogLevel.Information, "Letter {Kind} to {Email}: {Link}")]
    private partial void LogLetter(LetterKind kind, string email, string link);

    [LoggerMessage(LogLevel.Warning, "Letters could not be written; they wait: {Reason}")]
    private partial void LogFailed(string reason);
}

using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>The first administrator, from the AppHost's parameters: made when there is none at all, verified, once whatever starts at the same time.</summary>
internal sealed partial class FirstAdmin(
    NpgsqlDataSource dataSource, IOptions<AccountOptions> options, Passwords passwords, ILookupNormalizer normalizer, TimeProvider time, ILogger<FirstAdmin> logger) : IDatabaseSeed
{
    private const string Insert = """
        -- insert the first administrator
        INSERT INTO account (user_id, email, normalized_email, email_verified, password_hash, security_stamp, concurrency_stamp, roles, create_time, update_time)
        SELECT $1, $2, $3, true, $4, $5, $6, ARRAY['admin'], $7, $7
        WHERE NOT EXISTS (SELECT FROM account WHERE 'admin' = ANY (roles))
        ON CONFLICT (normalized_email) DO NOTHING
        """;

    private const string Exists = """
        -- is there an administrator
        SELECT EXISTS (SELECT FROM account WHERE 'admin' = ANY (roles))
        """;

    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        var (email, password) = (options.Value.AdminEmail, options.Value.AdminPassword);
        if (email.Length == 0 || await ExistsAsync(cancellationToken))
        {
            return;
        }

        if (!EmailAddress.IsPlausible(email) || PasswordRules.Fault(password, email) is not null)
        {
            throw new InvalidOperationException("Identity:AdminEmail must be an e-mail address, and Identity:AdminPassword a password that Register would take.");
        }

        await using var batch = dataSource.CreateBatch();
        batch.Append(
            Insert, Guid.CreateVersion7(), email, normalizer.NormalizeEmail(email), passwords.Hash(new Account { Email = email }, password), Guid.NewGuid().ToString("N"),
            Guid.NewGuid().ToString("N"), time.GetUtcNow());
        if (await batch.ExecuteNonQueryAsync(cancellationToken) == 1)
        {
            LogMade();
        }
    }

    private async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Exists);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    [LoggerMessage(LogLevel.Information, "The first administrator was made: parameters admin-email and admin-password")]
    private partial void LogMade();
}

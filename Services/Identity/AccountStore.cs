using Microsoft.AspNetCore.Identity;
using Npgsql;
using NpgsqlTypes;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>
/// Accounts in Postgres. UserManager decides about passwords, links and stamps on an account in memory and saves it by one statement
/// here; what has to happen with it (<see cref="Together"/>) is written in the same transaction. One for every call.
/// </summary>
internal sealed partial class AccountStore(NpgsqlDataSource dataSource, TimeProvider time)
{
    private const string EmailTaken = "account_email_unique";

    private const string SelectById = $"""
        -- select account by id
        SELECT {AccountRow.Columns} FROM account a WHERE a.user_id = $1
        """;

    private const string SelectByEmail = $"""
        -- select account by e-mail
        SELECT {AccountRow.Columns} FROM account a WHERE a.normalized_email = $1
        """;

    private const string Insert = """
        -- insert account
        INSERT INTO account (user_id, email, normalized_email, email_verified, password_hash, security_stamp, concurrency_stamp, display_name, language_code, roles, create_time, update_time)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
        """;

    // Decided on what is not the last any more, it divides by zero, and whatever stands in the same transaction fails with it.
    private const string Update = """
        -- save account
        UPDATE account
        SET email = $3, normalized_email = $4, email_verified = $5, password_hash = $6, security_stamp = $7, concurrency_stamp = $8,
            display_name = $9, language_code = $10, roles = $11, lockout_end = $12, sign_in_time = $13,
            update_time = $14 + interval '0' * (1 / (concurrency_stamp = $2)::int)
        WHERE user_id = $1
        """;

    private Action<NpgsqlBatch>? _together;

    /// <summary>What the next save writes, too.</summary>
    public void Together(Action<NpgsqlBatch> write) => _together += write;

    public Task<Account?> FindByIdAsync(Guid userId, CancellationToken cancellationToken) => FindAsync(SelectById, userId, cancellationToken);

    /// <param name="normalizedEmail">As UserManager normalizes it.</param>
    public Task<Account?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) => FindAsync(SelectByEmail, normalizedEmail, cancellationToken);

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => SaveAsync(
        batch => batch.Append(
            Insert, user.UserId, user.Email, user.NormalizedEmail, user.EmailVerified, user.PasswordHash, user.SecurityStamp, user.ConcurrencyStamp,
            user.DisplayName, user.LanguageCode, user.Roles.ToArray(), time.GetUtcNow()),
        cancellationToken);

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        var before = user.ConcurrencyStamp;
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        user.UpdateTime = time.GetUtcNow();
        return SaveAsync(
            batch => batch.Append(
                Update, user.UserId, before, user.Email, user.NormalizedEmail, user.EmailVerified, user.PasswordHash, user.SecurityStamp, user.ConcurrencyStamp,
                user.DisplayName, user.LanguageCode, user.Roles.ToArray(), Time(user.LockoutEnd), Time(user.SignInTime), user.UpdateTime),
            cancellationToken);
    }

    private async Task<IdentityResult> SaveAsync(Action<NpgsqlBatch> write, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        write(batch);
        _together?.Invoke(batch);
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
            _together = null;
            return IdentityResult.Success;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }
        catch (PostgresException exception) when (exception.ConstraintName == EmailTaken)
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().DuplicateEmail(""));
        }
    }

    private async Task<Account?> FindAsync<T>(string sql, T key, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = key });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? AccountRow.Read(reader) : null;
    }

    private static NpgsqlParameter Time(DateTimeOffset? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}

using Grpc.Core;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Identity;

/// <summary>Accounts before they are verified, and letters that anybody may ask for.</summary>
internal sealed class Registration(NpgsqlDataSource dataSource, UserManager<Account> accounts, Passwords passwords, GuessStore guesses, Letters letters, TimeProvider time)
{
    // An account that is verified stays as it is, and nothing tells so.
    private const string Upsert = """
        -- register
        INSERT INTO account (user_id, email, normalized_email, password_hash, security_stamp, concurrency_stamp, display_name, language_code, create_time, update_time)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
        ON CONFLICT (normalized_email) DO UPDATE
        SET password_hash = excluded.password_hash, security_stamp = excluded.security_stamp, concurrency_stamp = excluded.concurrency_stamp,
            display_name = excluded.display_name, language_code = excluded.language_code, create_time = excluded.create_time, update_time = excluded.update_time
        WHERE NOT account.email_verified
        """;

    public async Task<RegisterResponse> RegisterAsync(RegisterRequest request, RequestKey key, ServerCallContext context)
    {
        await guesses.TryLetterAsync(accounts.NormalizeEmail(request.Email), NetworkAddresses.Of(context), context.CancellationToken);
        // Dear, and done for every address.
        var hash = passwords.Hash(new Account { Email = request.Email }, request.Password);
        return await SendAsync(key, new RegisterResponse(), LetterKind.AccountExists, request.Email, context, batch => batch.Append(
            Upsert, Guid.CreateVersion7(), request.Email, accounts.NormalizeEmail(request.Email), hash, NewStamp(), NewStamp(),
            request.DisplayName, request.LanguageCode, time.GetUtcNow()));
    }

    /// <summary>Asks for a letter that anybody may ask for.</summary>
    public async Task<TResponse> SendAsync<TResponse>(LetterKind kind, string email, RequestKey key, ServerCallContext context)
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new()
    {
        await guesses.TryLetterAsync(accounts.NormalizeEmail(email), NetworkAddresses.Of(context), context.CancellationToken);
        return await SendAsync(key, new TResponse(), kind, email, context);
    }

    private async Task<TResponse> SendAsync<TResponse>(
        RequestKey key, TResponse response, LetterKind kind, string email, ServerCallContext context, Action<NpgsqlBatch>? write = null)
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new()
    {
        await using var batch = dataSource.CreateBatch();
        RequestIds.Append(batch, key, response);
        write?.Invoke(batch);
        letters.Append(batch, kind, email);
        await batch.ExecuteNonQueryAsync(context.CancellationToken);
        letters.Wake();
        return response;
    }

    private static string NewStamp() => Guid.NewGuid().ToString("N");
}

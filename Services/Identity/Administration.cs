using System.Text;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>What administrators do with accounts.</summary>
internal sealed class Administration(NpgsqlDataSource dataSource, AccountStore store, UserManager<Account> accounts, PageTokens pageTokens, TimeProvider time)
{
    private const string Page = $"""
        -- page of accounts
        SELECT {AccountRow.Columns} FROM account a
        WHERE a.normalized_email LIKE $1 AND a.normalized_email > $2 COLLATE "C" AND ($3 = '' OR $3 = 'customer' OR $3 = ANY (a.roles))
        ORDER BY a.normalized_email COLLATE "C"
        LIMIT $4
        """;

    private const string Grant = """
        -- grant role
        UPDATE account
        SET roles = array_append(array_remove(roles, $2), $2), concurrency_stamp = $3, update_time = $4
        WHERE user_id = $1
        """;

    private const string Revoke = """
        -- revoke role
        UPDATE account SET roles = array_remove(roles, $2), concurrency_stamp = $3, update_time = $4 WHERE user_id = $1
        """;

    // Another stamp: a sign-in that is under way fails.
    private const string Lock = """
        -- lock account
        UPDATE account SET lockout_end = 'infinity', security_stamp = $2, concurrency_stamp = $3, update_time = $4 WHERE user_id = $1
        """;

    private const string Unlock = """
        -- unlock account
        UPDATE account SET lockout_end = NULL, concurrency_stamp = $2, update_time = $3 WHERE user_id = $1
        """;

    public async Task<User> GetAsync(string userId, CancellationToken cancellationToken) => ToMessage(await FindAsync(userId, cancellationToken));

    public async Task<ListUsersResponse> ListAsync(ListUsersRequest request, CancellationToken cancellationToken)
    {
        var after = AfterOf(request);
        var size = Position.SizeOf(request.PageSize);
        await using var batch = dataSource.CreateBatch();
        batch.Append(Page, PatternOf(request.EmailPrefix), after, request.Role == Role.Unspecified ? "" : request.Role == Role.Admin ? Roles.Admin : Roles.Customer, size + 1);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var response = new ListUsersResponse();
        var last = "";
        while (await reader.ReadAsync(cancellationToken))
        {
            if (response.Users.Count == size)
            {
                response.NextPageToken = pageTokens.Encode(request, Encoding.UTF8.GetBytes(last));
                break;
            }

            var account = AccountRow.Read(reader);
            last = account.NormalizedEmail;
            response.Users.Add(ToMessage(account));
        }

        return response;
    }

    public Task<User> GrantAsync(GrantRoleRequest request, RequestKey key, CancellationToken cancellationToken) => ChangeAsync(
        request.UserId, key, account => account.Roles.AddRange(account.Roles.Contains(Roles.Admin) ? [] : [Roles.Admin]),
        (batch, id) => batch.Append(Grant, id, Roles.Admin, NewStamp(), time.GetUtcNow()), cancellationToken);

    public Task<User> RevokeAsync(RevokeRoleRequest request, RequestKey key, CancellationToken cancellationToken) => ChangeAsync(
        request.UserId, key, account => account.Roles.Remove(Roles.Admin),
        (batch, id) =>
        {
            AdminGuard.Append(batch, id);
            batch.Append(Revoke, id, Roles.Admin, NewStamp(), time.GetUtcNow());
            SessionStore.AppendEndAll(batch, id.ToString(), except: Guid.Empty);
        },
        cancellationToken);

    public Task<User> LockAsync(LockUserRequest request, RequestKey key, CancellationToken cancellationToken) => ChangeAsync(
        request.UserId, key, account => account.LockoutEnd = DateTimeOffset.MaxValue,
        (batch, id) =>
        {
            AdminGuard.Append(batch, id);
            batch.Append(Lock, id, NewStamp(), NewStamp(), time.GetUtcNow());
            SessionStore.AppendEndAll(batch, id.ToString(), except: Guid.Empty);
        },
        cancellationToken);

    public Task<User> UnlockAsync(UnlockUserRequest request, RequestKey key, CancellationToken cancellationToken) => ChangeAsync(
        request.UserId, key, account => account.LockoutEnd = null,
        (batch, id) => batch.Append(Unlock, id, NewStamp(), time.GetUtcNow()), cancellationToken);

    private async Task<User> ChangeAsync(string userId, RequestKey key, Action<Account> change, Action<NpgsqlBatch, Guid> write, CancellationToken cancellationToken)
    {
        var account = await FindAsync(userId, cancellationToken);
        change(account);
        var user = ToMessage(account);
        await using var batch = dataSource.CreateBatch();
        RequestIds.Append(batch, key, user);
        write(batch, account.UserId);
        await AdminGuard.ExecuteAsync(batch, cancellationToken);
        return user;
    }

    private async Task<Account> FindAsync(string userId, CancellationToken cancellationToken) =>
        await store.FindByIdAsync(userId, cancellationToken) ?? throw IdentityRefusals.UserNotFound(userId);

    private string PatternOf(string prefix) =>
        accounts.NormalizeEmail(prefix).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";

    private string AfterOf(ListUsersRequest request) =>
        request.PageToken.Length == 0 ? ""
        : pageTokens.TryDecode(request, request.PageToken, out var position) ? Encoding.UTF8.GetString(position)
        : throw ShopErrors.InvalidRequest(PageTokens.InvalidReason, "The page_token is not one that this list gave out for this request.");

    private static User ToMessage(Account account) => new()
    {
        UserId = account.UserId.ToString(),
        Email = account.Email,
        EmailVerified = account.EmailVerified,
        DisplayName = account.DisplayName,
        Roles = { account.Roles.Select(RoleNames.Of) },
        Locked = account.LockoutEnd is not null,
        CreateTime = account.CreateTime.ToTimestamp(),
        SignInTime = account.SignInTime?.ToTimestamp(),
    };

    private static string NewStamp() => Guid.NewGuid().ToString("N");
}

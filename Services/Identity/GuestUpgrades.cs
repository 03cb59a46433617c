using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Messaging;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>
/// A guest becomes a customer: in the transaction of the sign-in the guest's sessions end and GuestUpgraded is written, from which
/// Cart and Order do their part whatever happens. The cart is then merged at once as well, so that it is whole when the answer is there.
/// </summary>
internal sealed partial class GuestUpgrades(
    NpgsqlDataSource dataSource, Outbox outbox, Sessions sessions, CartService.CartServiceClient carts, TimeProvider time, ILogger<GuestUpgrades> logger)
{
    // The first customer that a guest becomes is the only one.
    private const string Upgrade = """
        -- upgrade guest
        WITH upgrade AS (
            INSERT INTO guest_upgrade (guest_id, user_id, create_time) VALUES ($1, $2, $3)
            ON CONFLICT DO NOTHING
            RETURNING guest_id)
        INSERT INTO outbox (id, type, payload, occur_time, trace_parent, trace_state)
        SELECT id, type, payload, $7, $8, $9
        FROM unnest($4, $5, $6) AS event (id, type, payload)
        WHERE EXISTS (SELECT FROM upgrade)
        """;

    private const string IsUpgraded = """
        -- whose guest it is
        SELECT EXISTS (SELECT FROM guest_upgrade WHERE guest_id = $1 AND user_id = $2)
        """;

    /// <summary>The guest that calls: by the access token, or by the refresh token. Null when it is none.</summary>
    public async Task<string?> GuestOfAsync(string refreshField, ServerCallContext context)
    {
        if (Caller.From(context.GetHttpContext().User) is { Role: Roles.Guest } caller)
        {
            return caller.Id;
        }

        var text = Delivery.TokenOf(refreshField, context);
        return text.Length > 0 && await sessions.FindAsync(text, context.CancellationToken) is { Role: Roles.Guest } session ? session.Subject : null;
    }

    public void Append(NpgsqlBatch batch, string guestId, Guid userId)
    {
        var now = time.GetUtcNow();
        var upgraded = new GuestUpgraded { GuestId = guestId, UserId = userId.ToString(), UpgradeTime = now.ToTimestamp() };
        batch.Append(Upgrade, guestId, userId, now);
        foreach (var parameter in outbox.Parameters(upgraded))
        {
            batch.BatchCommands[^1].Parameters.Add(parameter);
        }

        SessionStore.AppendEndAll(batch, guestId, except: Guid.Empty);
    }

    /// <summary>After the commit: merges the carts if Cart is there. If not, the event will.</summary>
    public async Task MergeAsync(string guestId, Guid userId, CancellationToken cancellationToken)
    {
        outbox.Wake();
        try
        {
            if (await IsOfAsync(guestId, userId, cancellationToken))
            {
                var request = new MergeCartRequest { RequestId = RequestIdOf(guestId, userId), GuestOwnerId = guestId, CustomerOwnerId = userId.ToString() };
                await carts.MergeCartAsync(request, cancellationToken: cancellationToken);
            }
        }
        catch (Exception exception) when (exception is RpcException or NpgsqlException)
        {
            LogLater(exception.Message);
        }
    }

    private async Task<bool> IsOfAsync(string guestId, Guid userId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(IsUpgraded);
        command.Parameters.Add(new() { Value = guestId });
        command.Parameters.Add(new() { Value = userId });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string RequestIdOf(string guestId, Guid userId) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"merge {guestId} {userId}")).AsSpan(0, 16)).ToString();

    [LoggerMessage(LogLevel.Information, "The guest's cart is merged later: {Reason}")]
    private partial void LogLater(string reason);
}

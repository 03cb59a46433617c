using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Orders;

/// <summary>
/// Whose orders are whose when guests become customers, and what is left of them when accounts are erased. Each statement may run any
/// number of times.
/// </summary>
internal sealed class OrderOwners(NpgsqlDataSource dataSource, TimeProvider time)
{
    // The guest's token may be used for a quarter of an hour, and an order take its time.
    private static readonly TimeSpan StillGuest = TimeSpan.FromHours(1);

    private const string NoteUpgrade = """
        -- note upgrade
        INSERT INTO guest_upgrade (guest_id, user_id, upgrade_time) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
        """;

    private const string Adopt = """
        -- adopt orders of a guest
        UPDATE orders o SET owner_id = g.user_id FROM guest_upgrade g WHERE g.guest_id = $1 AND o.owner_id = $1
        """;

    private const string AdoptLate = """
        -- adopt orders that guests placed late
        UPDATE orders o SET owner_id = g.user_id FROM guest_upgrade g WHERE g.upgrade_time > $1 AND o.owner_id = g.guest_id
        """;

    private const string NoteErased = """
        -- note erased account
        INSERT INTO erased_owner (owner_id, delete_time) VALUES ($1, $2) ON CONFLICT DO NOTHING
        """;

    // They hold addresses.
    private const string EraseAnswers = """
        -- erase kept answers
        DELETE FROM request WHERE caller = $1 OR caller IN (SELECT guest_id FROM guest_upgrade WHERE user_id = $1)
        """;

    // One that is under way needs its address until it has arrived.
    private const string EraseAtRest = """
        -- erase what is personal of orders at rest
        UPDATE orders o
        SET address = '{}', payment_token = ''
        FROM erased_owner e
        WHERE o.owner_id = e.owner_id AND o.state >= 4 AND (o.address <> '{}' OR o.payment_token <> '')
        """;

    private const string ForgetErased = """
        -- forget erased accounts whose orders are all at rest
        DELETE FROM erased_owner e
        WHERE e.delete_time < $1 AND NOT EXISTS (SELECT FROM orders o WHERE o.owner_id = e.owner_id AND (o.state < 4 OR o.address <> '{}'))
        """;

    private const string ForgetUpgrades = """
        -- forget upgrades
        DELETE FROM guest_upgrade WHERE upgrade_time < $1
        """;

    // As long as the answers that a guest's requests are kept for.
    private static readonly TimeSpan UpgradesKept = TimeSpan.FromDays(8);

    /// <summary>A guest became a customer: the guest's orders are the customer's. The first customer counts.</summary>
    public async Task AdoptAsync(string guestId, string userId, DateTimeOffset upgradeTime, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Append(NoteUpgrade, guestId, userId, upgradeTime);
        batch.Append(Adopt, guestId);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>An account is erased.</summary>
    public async Task EraseAsync(string userId, DateTimeOffset deleteTime, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Append(NoteErased, userId, deleteTime);
        batch.Append(EraseAnswers, userId);
        batch.Append(EraseAtRest);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What came late: orders that were placed while their guest became a customer, and those that have come to rest since.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var batch = dataSource.CreateBatch();
        batch.Append(AdoptLate, now - StillGuest);
        batch.Append(EraseAtRest);
        batch.Append(ForgetErased, now - StillGuest);
        batch.Append(ForgetUpgrades, now - UpgradesKept);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}

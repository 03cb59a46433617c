using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Inventory.V1;
using Shop.Inventory;

namespace Shop.Tests.Integration.Inventory;

/// <summary>What a checkout costs Postgres, and what its statements write besides rows.</summary>
[Collection(ShopServers.Collection)]
public sealed class StatementTests(ShopServers servers) : InventoryTest(servers)
{
    [Fact]
    public async Task Checkout_OfWhatTheReplicaKnows_IsOneStatementToReserveAndOneToCommit()
    {
        await StockAsync("TEA", 10);
        await ExecuteAsync("CREATE EXTENSION pg_stat_statements");
        await ExecuteAsync("SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = current_database()");
        var order = Demand(Guid.CreateVersion7(), ("TEA", 3));

        (await Replica.Batcher.ReserveAsync(order, Token)).ShouldBeOfType<ReserveOutcome.Held>();
        (await Replica.Commits.CommitAsync(order.OrderId, Token)).ShouldBeOfType<CommitOutcome.Committed>();

        // Everything but the questions of this test; BEGIN and COMMIT would count.
        (await ColumnAsync<string>("""
            SELECT calls || ' ' || split_part(query, chr(10), 1)
            FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
            WHERE datname = current_database() AND query NOT LIKE '%pg_stat_statements%'
            ORDER BY query
            """)).ShouldBe(["1 -- hold", "1 -- settle reservations"]);
    }

    [Theory]
    [InlineData("A", 0, 0, 0, 0)]
    [InlineData("TEA-1.x_y", 127, 0, 1, 1)]
    [InlineData("TEA", 128, 128, 16384, 1_767_323_045_123_456)]
    [InlineData("TEA", 2_000_000_000, 1_999_999_999, 9_000_000_000_000_000_000, 4_102_444_800_999_999)]
    public async Task StockChanged_WrittenBySql_IsTheMessageOfTheContract(string sku, int onHand, int reserved, long revision, long micros)
    {
        var payload = await ScalarAsync<byte[]>(string.Create(
            CultureInfo.InvariantCulture, $"SELECT stock_changed('{sku}', {onHand}, {reserved}, {revision}, timestamptz 'epoch' + {micros} * interval '1 microsecond')"));

        StockChanged.Parser.ParseFrom(payload).ShouldBe(new StockChanged
        {
            Sku = sku,
            AvailableQuantity = onHand - reserved,
            OnHandQuantity = onHand,
            ReservedQuantity = reserved,
            Revision = revision,
            ChangeTime = DateTimeOffset.UnixEpoch.AddMicroseconds(micros).ToTimestamp(),
        });
    }

    [Fact]
    public async Task EventId_OfATime_IsAVersionSevenUuidOfThatTime()
    {
        var id = await ScalarAsync<Guid>("SELECT event_id(timestamptz '2026-01-02 03:04:05.678+00')");

        id.Version.ShouldBe(7);
        Convert.ToInt64(id.ToString("N")[..12], 16).ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero).ToUnixTimeMilliseconds());
    }
}

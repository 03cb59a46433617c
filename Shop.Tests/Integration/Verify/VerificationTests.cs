using RabbitMQ.Client;
using Shop.Load.Journals;
using Shop.Load.Verify;
using static Shop.Tests.Integration.Verify.SmallShop;

namespace Shop.Tests.Integration.Verify;

/// <summary>Each promise is broken by hand, and verify says so; in a shop where nothing is broken it says nothing.</summary>
public sealed class VerificationTests(VerifyServers shop) : IClassFixture<VerifyServers>
{
    private static readonly IReadOnlyList<Damage> Damages =
    [
        new("stock equals ledger", Databases.Inventory, "UPDATE stock SET on_hand = on_hand + 1"),
        new("stock equals ledger", Databases.Inventory, "INSERT INTO movement (sku, location_id, kind, on_hand_delta) VALUES ('CUP', 'main', 1, 3)"),
        new("nothing is oversold", Databases.Inventory, "ALTER TABLE stock DROP CONSTRAINT stock_not_oversold; UPDATE stock SET reserved = on_hand + 1"),
        new("nothing is oversold", Databases.Inventory, "INSERT INTO movement (sku, location_id, kind, on_hand_delta) VALUES ('MUG', 'main', 1, -18), ('MUG', 'main', 1, 18)"),
        new("held stock has reservations", Databases.Inventory, "UPDATE stock SET reserved = 1"),
        new("held stock has reservations", Databases.Inventory, $"UPDATE reservation SET state = 1 WHERE order_id = '{Cancelled}'"),
        new("no reservation without an order", Databases.Inventory, $"INSERT INTO reservation VALUES ('{Nobody}', 1, now(), now() - interval '1 hour', now())"),
        new("no reservation without an order", Databases.Inventory, $"UPDATE reservation SET state = 1, expire_time = now() + interval '1 hour' WHERE order_id = '{Cancelled}'"),
        new("stock taken is stock sold", Databases.Inventory, $"INSERT INTO movement (sku, location_id, kind, on_hand_delta, order_id) VALUES ('MUG', 'main', 3, -2, '{Cancelled}')"),
        new("stock taken is stock sold", Databases.Inventory, $"INSERT INTO movement (sku, location_id, kind, on_hand_delta, order_id) VALUES ('MUG', 'main', 3, -2, '{Nobody}')"),
        new("stock taken is stock sold", Databases.Inventory, $"DELETE FROM movement WHERE order_id = '{Confirmed}' AND kind = 3"),
        new("stock taken is stock sold", Databases.Order, $"UPDATE orders SET state = 2 WHERE order_id = '{Cancelled}'"),
        new("orders add up", Databases.Order, $"UPDATE order_line SET unit_price = 499 WHERE order_id = '{Confirmed}'"),
        new("orders add up", Databases.Order, $"UPDATE orders SET refunded_total = 1000 WHERE order_id = '{Refunded}'"),
        new("no order is stuck", Databases.Order, $"UPDATE orders SET state = 1, expire_time = now() - interval '1 hour' WHERE order_id = '{Cancelled}'"),
        new("one charge an order, in our ledger", Databases.Payment, $"ALTER TABLE movement DROP CONSTRAINT movement_once; INSERT INTO movement (order_id, kind, amount, create_time) VALUES ('{Confirmed}', 2, 1000, now())"),
        new("one charge an order, in our ledger", Databases.Payment, $"INSERT INTO movement (order_id, kind, amount, create_time) VALUES ('{Cancelled}', 2, 1001, now())"),
        new("one charge an order, at the provider", Databases.Provider, $"""
            INSERT INTO charge (charge_id, reference, payment_token, amount, currency, status, authorized) VALUES ('ch_again', '{Confirmed}', 'tok_approved', 1000, 'EUR', 'authorized', true);
            INSERT INTO entry (charge_id, kind, amount) VALUES ('ch_again', 'authorized', 1000)
            """),
        new("our ledger is the provider's", Databases.Provider, "INSERT INTO entry (charge_id, kind, amount) VALUES ('ch_1', 'refunded', 1)"),
        new("our ledger is the provider's", Databases.Payment, $"INSERT INTO movement (order_id, kind, amount, create_time) VALUES ('{Confirmed}', 3, 1, now())"),
        new("no charge without an order", Databases.Provider, $"""
            INSERT INTO charge (charge_id, reference, payment_token, amount, currency, status, authorized) VALUES ('ch_lost', '{Nobody}', 'tok_approved', 1000, 'EUR', 'authorized', true);
            INSERT INTO entry (charge_id, kind, amount) VALUES ('ch_lost', 'authorized', 1000)
            """),
        new("money kept is what the orders say", Databases.Provider, "DELETE FROM entry WHERE charge_id = 'ch_1' AND kind = 'captured'"),
        new("money kept is what the orders say", Databases.Order, $"UPDATE orders SET refunded_total = 0 WHERE order_id = '{Refunded}'"),
        new("cancelled orders hold no money", Databases.Provider, "DELETE FROM entry WHERE charge_id = 'ch_2' AND kind = 'voided'"),
        new("cancelled orders hold no money", Databases.Order, $"UPDATE orders SET state = 5 WHERE order_id = '{Confirmed}'"),
        new("there is a key to sign with", Databases.Identity, "DELETE FROM signing_key"),
        new("there is a key to sign with", Databases.Identity, "UPDATE signing_key SET sign_time = now() - interval '40 days'"),
        new("there is a key to sign with", Databases.Identity, "UPDATE signing_key SET private_key = private_key || public_key"),
        new("sessions and letters have owners", Databases.Identity, $"DELETE FROM account WHERE user_id = '{Customer}'"),
        new("sessions and letters have owners", Databases.Identity, "UPDATE session SET subject = 'guest-c' WHERE subject = 'guest-a'"),
        new("sessions and letters have owners", Databases.Identity, $"INSERT INTO letter (letter_id, kind, email, user_id, create_time) VALUES (gen_random_uuid(), 1, 'ada@mail.example', '{Nobody}', now())"),
        new("sessions and letters have owners", Databases.Identity, $"INSERT INTO request (scope, caller, request_id, fingerprint, response) VALUES ('x', '{Nobody}', 'x', '', 'ada')"),
        new("customers have their guests' orders", Databases.Order, $"UPDATE orders SET owner_id = 'guest-c' WHERE order_id = '{Confirmed}'"),
        new("erased accounts are forgotten", Databases.Order, $"UPDATE orders SET owner_id = '{Nobody}' WHERE order_id = '{Cancelled}'"),
        new("outboxes are empty", Databases.Payment, "INSERT INTO outbox (id, type, payload, occur_time) VALUES (gen_random_uuid(), 'x', '', now())"),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Damages.Count)];

    [Fact]
    public async Task Verify_NothingBroken_FindsNothing()
    {
        var (findings, output) = await VerifyAsync();

        findings.Where(finding => finding.Value.IsBroken || !finding.Value.IsChecked).ShouldBeEmpty(output);
        findings.Count.ShouldBe(Verification.All.Count);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Verify_DataDamaged_FindsIt(int number)
    {
        var damage = Damages[number];
        await shop.ExecuteAsync(damage.Database, damage.Sql);
        try
        {
            var (findings, output) = await VerifyAsync();

            findings.Single(finding => finding.Key.Name == damage.Invariant).Value.IsBroken.ShouldBeTrue($"{damage}\n{output}");
        }
        finally
        {
            await shop.RestoreAsync(damage.Database);
        }
    }

    [Fact]
    public void Damages_AllInvariantsOfDatabases_AreThere() =>
        Verification.All.Select(invariant => invariant.Name)
            .Except(["queues are empty", "no dead letters", "accepted orders are there", "parcels and refunds are there", "no order behind a refusal"])
            .Except(Damages.Select(damage => damage.Invariant))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("order.payment-authorized", "queues are empty")]
    [InlineData("order.wait.5s", "queues are empty")]
    [InlineData("order.payment-authorized.dead", "no dead letters")]
    public async Task Verify_MessageLeftInQueue_FindsIt(string queue, string invariant)
    {
        await using var connection = await TestBroker.ConnectAsync(shop.Servers.Broker);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        try
        {
            await channel.BasicPublishAsync("", queue, mandatory: true, body: new byte[] { 1 });

            var (findings, output) = await VerifyAsync();

            findings.Single(finding => finding.Key.Name == invariant).Value.IsBroken.ShouldBeTrue(output);
        }
        finally
        {
            await channel.QueueDeleteAsync(queue);
        }
    }

    [Fact]
    public async Task Verify_JournalOfWhatIsThere_FindsNothing()
    {
        var (findings, output) = await VerifyAsync(
            Placed(Confirmed), Placed(Cancelled), new JournalEntry(JournalKind.Cancelled, "c", Cancelled, "", 0, [], ""), new JournalEntry(JournalKind.Refused, Nobody, "", "", 0, [], "OUT_OF_STOCK"));

        findings.ShouldAllBe(finding => !finding.Value.IsBroken, output);
    }

    [Fact]
    public async Task Verify_JournalOfWhatIsNotThere_FindsIt()
    {
        JournalEntry[] wrong =
        [
            Placed(Nobody),
            Placed(Confirmed) with { Total = 999 },
            Placed(Confirmed) with { Lines = [new JournalLine("MUG", 3)] },
            new JournalEntry(JournalKind.Cancelled, "c", Confirmed, "", 0, [], ""),
        ];
        foreach (var entry in wrong)
        {
            var (findings, output) = await VerifyAsync(entry);

            findings.Single(finding => finding.Key.Name == "accepted orders are there").Value.Offenders.ShouldHaveSingleItem(output);
        }
    }

    [Fact]
    public async Task Verify_JournalOfPartsThatAreThere_FindsNothing()
    {
        var (findings, output) = await VerifyAsync(Parcel(JournalKind.Shipped), Parcel(JournalKind.Delivered), GivenBack);

        findings.ShouldAllBe(finding => !finding.Value.IsBroken, output);
    }

    [Fact]
    public async Task Verify_JournalOfPartsThatAreNotThere_FindsIt()
    {
        JournalEntry[] wrong =
        [
            Parcel(JournalKind.Shipped) with { PartId = Nobody },
            Parcel(JournalKind.Shipped) with { OrderId = Confirmed },
            Parcel(JournalKind.Delivered) with { PartId = OnItsWay },
            GivenBack with { PartId = Nobody },
            GivenBack with { Total = 501 },
            GivenBack with { Lines = [new JournalLine("MUG", 2)] },
        ];
        foreach (var entry in wrong)
        {
            var (findings, output) = await VerifyAsync(entry);

            findings.Single(finding => finding.Key.Name == "parcels and refunds are there").Value.Offenders.ShouldHaveSingleItem(output);
        }
    }

    [Fact]
    public async Task Verify_OrdersUnderWay_PrintsSumsOfTheSameOrders()
    {
        await shop.ExecuteAsync(Databases.Order, $"UPDATE orders SET update_time = now() WHERE order_id = '{Confirmed}'");
        try
        {
            await using var output = new StringWriter();
            await Verification.RunAsync(new VerifyOptions(shop.Servers, AtRest: false, JournalFile: null), output, CancellationToken.None);

            output.ToString().ShouldContain("500 due, 500 kept in minor units; 1 orders under way, 1000 kept");
            output.ToString().ShouldContain("1 pieces sold, 1 taken; 1 lines under way, 2 taken");
        }
        finally
        {
            await shop.RestoreAsync(Databases.Order);
        }
    }

    [Fact]
    public async Task Verify_OrderBehindARefusal_FindsIt()
    {
        var (findings, output) = await VerifyAsync(new JournalEntry(JournalKind.Refused, ConfirmedRequest, "", "", 0, [], "OUT_OF_STOCK"));

        findings.Single(finding => finding.Key.Name == "no order behind a refusal").Value.Offenders.ShouldHaveSingleItem(output);
    }

    [Fact]
    public async Task Verify_RequestThatMadeTwoOrders_FindsIt()
    {
        var (findings, output) = await VerifyAsync(Placed(Confirmed), Placed(Refunded));

        findings.Single(finding => finding.Key.Name == "no order behind a refusal").Value.Offenders.ShouldHaveSingleItem(output);
    }

    private static JournalEntry Placed(string order) => new(JournalKind.Placed, order == Cancelled ? "another" : "one", order, "EUR", 1000, [new JournalLine("MUG", 2)], "");

    private static JournalEntry GivenBack => new(JournalKind.Refunded, "r", Refunded, "EUR", 500, [new JournalLine("MUG", 1)], "", TheRefund);

    private static JournalEntry Parcel(JournalKind kind) => new(kind, "p", Refunded, "", 0, [new JournalLine("MUG", 1)], "", Arrived);

    private async Task<(IReadOnlyDictionary<IInvariant, Finding> Findings, string Output)> VerifyAsync(params JournalEntry[] journal)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, journal.Select(Journal.LineOf));
            await using var output = new StringWriter();
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var findings = await Verification.RunAsync(new VerifyOptions(shop.Servers, AtRest: true, file), output, limit.Token);
            return (findings, output.ToString());
        }
        finally
        {
            File.Delete(file);
        }
    }
}

using Shop.ServiceDefaults.Postgres;

namespace Shop.Tests.Unit.ServiceDefaults.Postgres;

public sealed class MigrationSetTests
{
    private static readonly Migration First = new(1, "first", "SELECT 1");
    private static readonly Migration Second = new(2, "second", "SELECT 2");

    [Fact]
    public void Embedded_ServiceDefaults_HasItsOwnTables()
    {
        var set = MigrationSet.Embedded("shop", typeof(RequestIds).Assembly);

        set.Migrations[0].File.ShouldBe("0001_outbox_inbox_request.sql");
        set.Migrations[0].Sql.ShouldContain("CREATE TABLE outbox");
    }

    [Fact]
    public void Of_NumberMissing_NamesTheFile() =>
        Should.Throw<MigrationException>(() => MigrationSet.Of("test", [First, Second with { Version = 3 }])).Message.ShouldContain("0003_second.sql");

    [Fact]
    public void Of_NumberTwice_Throws() => Should.Throw<MigrationException>(() => MigrationSet.Of("test", [First, Second with { Version = 1 }]));

    [Fact]
    public void Pending_OlderNeverApplied_Throws()
    {
        var applied = new Dictionary<int, AppliedMigration> { [2] = new("second", Second.Checksum, DateTime.UtcNow) };

        Should.Throw<MigrationException>(() => MigrationSet.Of("test", [First, Second]).Pending(applied).ToList()).Message.ShouldContain("0001_first.sql");
    }
}

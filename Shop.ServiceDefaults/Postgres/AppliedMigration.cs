namespace Shop.ServiceDefaults.Postgres;

/// <summary>A row of <c>schema_migration</c>.</summary>
internal sealed record AppliedMigration(string Name, byte[] Checksum, DateTime ApplyTime);

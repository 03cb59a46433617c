namespace Shop.Tests.Integration.Verify;

/// <summary>Something wrong in the data of a shop.</summary>
/// <param name="Invariant">The promise that it breaks.</param>
/// <param name="Database">Where.</param>
/// <param name="Sql">How.</param>
public sealed record Damage(string Invariant, string Database, string Sql)
{
    public override string ToString() => $"{Invariant}: {Sql.ReplaceLineEndings(" ")}";
}

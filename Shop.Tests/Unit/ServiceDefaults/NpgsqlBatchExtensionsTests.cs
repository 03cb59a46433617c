using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Tests.Unit.ServiceDefaults;

public sealed class NpgsqlBatchExtensionsTests
{
    [Fact]
    public void Append_ArrayOfTextAlone_IsOneParameter()
    {
        using var batch = new NpgsqlBatch();
        string[] skus = ["A", "B"];

        batch.Append("SELECT sku FROM stock WHERE sku = ANY($1)", skus);

        Values(batch).ShouldHaveSingleItem().ShouldBeSameAs(skus);
    }

    [Fact]
    public void Append_SeveralValues_AreAParameterEach()
    {
        using var batch = new NpgsqlBatch();
        string[] skus = ["A", "B"];

        batch.Append("SELECT $1, $2", 1, skus);

        Values(batch).ShouldBe([1, skus]);
    }

    private static IEnumerable<object?> Values(NpgsqlBatch batch) => batch.BatchCommands[0].Parameters.Cast<NpgsqlParameter>().Select(parameter => parameter.Value);
}

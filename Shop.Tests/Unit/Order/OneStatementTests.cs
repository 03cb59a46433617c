using Npgsql;
using Shop.Orders;

namespace Shop.Tests.Unit.Orders;

public sealed class OneStatementTests
{
    [Fact]
    public void Combine_ThreeStatements_AreOneWithTheirParametersInOrder()
    {
        using var batch = Batch(("INSERT INTO a VALUES ($1, $2)", [1, 2]), ("INSERT INTO b VALUES ($2, $1)", [3, 4]), ("UPDATE c SET d = $1", [5]));

        OneStatement.Combine(batch, "do three");

        var combined = batch.BatchCommands.Count == 1 ? batch.BatchCommands[0] : throw new InvalidOperationException();
        combined.CommandText.ReplaceLineEndings(" ").ShouldBe(
            "-- do three WITH part_a AS ( INSERT INTO a VALUES ($1, $2) ) , part_b AS ( INSERT INTO b VALUES ($4, $3) ) UPDATE c SET d = $5");
        combined.Parameters.Select(parameter => parameter.Value).ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public void Combine_OneStatement_IsNamedAndElseAsItWas()
    {
        using var batch = Batch(("SELECT $1", [1]));

        OneStatement.Combine(batch, "alone");

        batch.BatchCommands[0].CommandText.ReplaceLineEndings(" ").ShouldBe("-- alone SELECT $1");
    }

    [Fact]
    public void Combine_MoreThanNineParameters_AreNotMixedUp()
    {
        using var batch = Batch(("SELECT $1, $10", [.. Enumerable.Range(1, 10)]), ("SELECT $1, $10", [.. Enumerable.Range(11, 10)]));

        OneStatement.Combine(batch, "many");

        batch.BatchCommands[0].CommandText.ShouldEndWith("SELECT $11, $20");
        batch.BatchCommands[0].Parameters.Select(parameter => parameter.Value).ShouldBe(Enumerable.Range(1, 20).Cast<object>());
    }

    [Fact]
    public void Combine_SameStatementsAgain_IsTheSameText()
    {
        using var first = Batch(("SELECT $1", [1]), ("SELECT $1", [2]));
        using var second = Batch(("SELECT $1", [3]), ("SELECT $1", [4]));

        OneStatement.Combine(first, "again");
        OneStatement.Combine(second, "again");

        second.BatchCommands[0].CommandText.ShouldBeSameAs(first.BatchCommands[0].CommandText);
        second.BatchCommands[0].Parameters.Select(parameter => parameter.Value).ShouldBe([3, 4]);
    }

    private static NpgsqlBatch Batch(params (string Sql, int[] Values)[] statements)
    {
        var batch = new NpgsqlBatch();
        foreach (var (sql, values) in statements)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}

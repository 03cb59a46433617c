using Npgsql;
using Shop.ServiceDefaults.Telemetry;

namespace Shop.Tests.Unit.ServiceDefaults.Telemetry;

public sealed class StatementNamesTests
{
    [Theory]
    [InlineData("-- place order\nINSERT INTO orders VALUES ($1)", "place order")]
    [InlineData("  -- place order \r\nINSERT", "place order")]
    [InlineData("-- alone", "alone")]
    [InlineData("SELECT 1 -- not a name", null)]
    [InlineData("", null)]
    public void Of_Statement_IsItsFirstComment(string statement, string? expected) => StatementNames.Of(statement).ShouldBe(expected);

    [Fact]
    public void Of_Batch_IsTheFirstNameAndHowManyMore()
    {
        using var batch = new NpgsqlBatch { BatchCommands = { new NpgsqlBatchCommand("BEGIN"), new NpgsqlBatchCommand("-- reserve\nUPDATE stock"), new NpgsqlBatchCommand("-- note\nINSERT") } };

        StatementNames.Of(batch).ShouldBe("reserve (+2)");
    }
}

using Npgsql;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>How products are searched for.</summary>
internal sealed partial class CatalogStore
{
    // Page, total and facets are of one moment. The plan is made for these words and these terms, not for any.
    private const string OneMoment = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
    private const string OwnPlan = "SET LOCAL plan_cache_mode = force_custom_plan";

    private const string UnderstandWords = """
        SELECT query::text, EXISTS (SELECT FROM product_search WHERE words @@ query)
        FROM search_query($1) AS query
        """;

    private const string FindStrangeWords = """
        SELECT word FROM unnest($1::text[]) AS word
        WHERE NOT EXISTS (SELECT FROM product_search WHERE words @@ search_query(ARRAY[word]))
        """;

    // A word that is one slip away is meant sooner than one that looks alike.
    private const string FindMeantWord = """
        SELECT word FROM search_word
        WHERE (word = ANY ($2) OR word % $1)
            AND EXISTS (SELECT FROM product_search WHERE words @@ to_tsquery('shop_words', quote_literal(word)))
        ORDER BY word = ANY ($2) DESC, similarity(word, $1) DESC, word
        LIMIT 1
        """;

    /// <summary>Words as Postgres looks for them, and whether any product has them all; null when nothing is left to look for.</summary>
    public async Task<(string? Query, bool IsMatched)> UnderstandAsync(string[] words, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(UnderstandWords);
        command.Parameters.Add(new() { Value = words });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return await reader.IsDBNullAsync(0, cancellationToken) ? (null, false) : (reader.GetString(0), reader.GetBoolean(1));
    }

    /// <summary>The words with those that no product has replaced by what they may have been meant to be; null when one may be anything.</summary>
    public async Task<string[]?> CorrectAsync(string[] words, CancellationToken cancellationToken)
    {
        var corrected = words.ToArray();
        foreach (var strange in await FindStrangeAsync(words, cancellationToken))
        {
            if (await MeantByAsync(strange, cancellationToken) is not { } meant)
            {
                return null;
            }

            corrected[Array.IndexOf(corrected, strange)] = meant;
        }

        return corrected;
    }

    /// <summary>What a search finds: all of it as things stood at one moment.</summary>
    public async Task<SearchResult> SearchAsync(SearchPlan plan, CancellationToken cancellationToken)
    {
        var sql = new SearchSql(plan);
        await using var transaction = new BatchedTransaction(dataSource);
        transaction.Batch.Append(OneMoment);
        transaction.Batch.Append(OwnPlan);
        transaction.Batch.BatchCommands.Add(sql.Page());
        transaction.Batch.BatchCommands.Add(plan.Facets.Count > 0 ? sql.Facets() : sql.Total());
        await using var reader = await transaction.ReadAsync(cancellationToken);
        var rows = await ReadAllAsync(reader, row => (row.GetGuid(0), new PagePosition(row.GetString(1), row.GetGuid(0))), cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var counts = plan.Facets.Count == 0
            ? [new TermCount(Term: 0, CountedFor: 1, await ReadTotalAsync(reader, cancellationToken))]
            : await ReadAllAsync(reader, row => new TermCount(row.GetInt32(0), row.GetInt64(1), row.GetInt32(2)), cancellationToken);
        return new SearchResult(Page<Guid>.Of(rows, plan.Size), counts, sql.Dimensions);
    }

    // Its connection is free again when the next statement takes one: who holds one and waits for another may wait for all the others.
    private async Task<IReadOnlyList<string>> FindStrangeAsync(string[] words, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(FindStrangeWords);
        command.Parameters.Add(new() { Value = words });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAllAsync(reader, row => row.GetString(0), cancellationToken);
    }

    private async Task<string?> MeantByAsync(string strange, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(FindMeantWord);
        command.Parameters.Add(new() { Value = strange });
        command.Parameters.Add(new() { Value = SearchWords.OneSlipFrom(strange).Distinct(StringComparer.Ordinal).ToArray() });
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private static async Task<int> ReadTotalAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt32(0);
    }
}

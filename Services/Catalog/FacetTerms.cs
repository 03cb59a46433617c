using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>The numbers of what products can be narrowed to. Once given, a number never means anything else, so they are kept for good.</summary>
internal sealed class FacetTerms(NpgsqlDataSource dataSource)
{
    private const string FindNumbers = """
        SELECT term_id, kind, name, value
        FROM facet_term
        JOIN unnest($1::smallint[], $2::text[], $3::text[]) AS sought (kind, name, value) USING (kind, name, value)
        """;

    private const string FindTerms = "SELECT term_id, kind, name, value FROM facet_term WHERE term_id = ANY ($1)";

    private readonly ConcurrentDictionary<FacetTerm, int> _numbers = new();
    private readonly ConcurrentDictionary<int, FacetTerm> _terms = new();

    /// <summary>The numbers of those of the terms that any product ever had.</summary>
    public async Task<IReadOnlyDictionary<FacetTerm, int>> NumbersOfAsync(IReadOnlyCollection<FacetTerm> terms, CancellationToken cancellationToken)
    {
        var unknown = terms.Where(term => !_numbers.ContainsKey(term)).ToList();
        if (unknown.Count > 0)
        {
            await LearnAsync(
                FindNumbers,
                [
                    new() { Value = unknown.Select(term => (short)term.Kind).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint },
                    new() { Value = unknown.Select(term => term.Name).ToArray() },
                    new() { Value = unknown.Select(term => term.Value).ToArray() },
                ],
                cancellationToken);
        }

        return terms.Where(_numbers.ContainsKey).Distinct().ToDictionary(term => term, term => _numbers[term]);
    }

    /// <summary>What numbers stand for.</summary>
    public async Task<IReadOnlyDictionary<int, FacetTerm>> TermsOfAsync(IReadOnlyCollection<int> numbers, CancellationToken cancellationToken)
    {
        var unknown = numbers.Where(number => !_terms.ContainsKey(number)).ToArray();
        if (unknown.Length > 0)
        {
            await LearnAsync(FindTerms, [new() { Value = unknown }], cancellationToken);
        }

        return _terms;
    }

    private async Task LearnAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var term = new FacetTerm((FacetKind)reader.GetInt16(1), reader.GetString(2), reader.GetString(3));
            _numbers[term] = reader.GetInt32(0);
            _terms[reader.GetInt32(0)] = term;
        }
    }
}

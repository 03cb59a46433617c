using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;

namespace Shop.Catalog;

/// <summary>The statements of a search. What is asked for stands in parameters; only what the plan itself is made of is in the text.</summary>
internal sealed class SearchSql
{
    /// <summary>More are not counted.</summary>
    public const int MaxTotal = 10_000;

    private readonly SearchPlan _plan;
    private readonly SearchConditions _conditions;

    public SearchSql(SearchPlan plan) => (_plan, _conditions) = (plan, new SearchConditions(plan));

    /// <summary>What the facets leave out of their own filter, in the order of their bits, from 1. Bit 0 is for all the others.</summary>
    public IReadOnlyList<(FacetKind Kind, string Name)> Dimensions =>
        [.. _conditions.Dimensions.Where(IsCounted).Select(dimension => (dimension.Kind, dimension.Name))];

    /// <summary>The page: ids and their keys, one more than fit.</summary>
    public NpgsqlBatchCommand Page()
    {
        var (key, type, direction) = _plan.Ordering;
        var after = _plan.After is { } position
            ? $"WHERE (matching.key, product_id) {_plan.Ordering.Beyond} ({_conditions.Parameter(position.Key, NpgsqlDbType.Text)}::text::{type}, {_conditions.Parameter(position.Id, NpgsqlDbType.Uuid)})"
            : "";
        return Command($"""
            -- search page
            SELECT product_id, matching.key::text AS position_key
            FROM (SELECT product_id, {key} AS key FROM product_search {Where(_conditions.All)}) AS matching
            {after}
            ORDER BY matching.key {direction}, product_id {direction}
            LIMIT {_plan.Size + 1}
            """);
    }

    /// <summary>How many match.</summary>
    public NpgsqlBatchCommand Total() => Command($"""
        -- search total
        SELECT count(*)::integer FROM (SELECT FROM product_search {Where(_conditions.All)} LIMIT {MaxTotal}) AS matching
        """);

    /// <summary>
    /// How many have each term: the term, for which facets they count (bits, see <see cref="Dimensions"/>), and how many. A
    /// product counts for a facet when it matches all but the facet's own filter. Term 0 is all that match. unnest stands among the
    /// columns: as a table of its own it is set up anew for every product, which takes three times as long.
    /// </summary>
    public NpgsqlBatchCommand Facets()
    {
        var (counted, uncounted) = (_conditions.Dimensions.Where(IsCounted).ToList(), _conditions.Dimensions.Where(dimension => !IsCounted(dimension)));
        var conditions = _conditions.Always.Concat(uncounted.Select(dimension => dimension.Condition)).ToList();
        if (counted.Count == 0)
        {
            conditions.AddRange(_conditions.Together(without: null));
            return Command($"""
                -- search facets
                SELECT term, 1::bigint, count(*)::integer
                FROM (SELECT unnest(terms) AS term FROM product_search {Where(conditions)}) AS matching
                GROUP BY term
                """);
        }

        if (counted.Count > 1)
        {
            // Who fails two of them counts for no facet: the index finds those that fail one at most.
            conditions.Add($"({string.Join(" OR ", counted.Select(own => AllBut(own, counted)))})");
        }

        var columns = counted.Select((dimension, i) => $"{dimension.Condition} AS d{i}");
        var bits = counted.Select((own, i) => Bit(i + 1, counted.Count, i, _conditions.Together(without: own.Kind == FacetKind.Option ? own.Name : null)))
            .Prepend(Bit(0, counted.Count, left: -1, _conditions.Together(without: null)));
        return Command($"""
            -- search facets
            SELECT term, counted, count(*)::integer
            FROM (
                SELECT unnest(terms) AS term, counted
                FROM (
                    SELECT terms, {string.Join(" | ", bits)} AS counted
                    FROM (SELECT product_id, terms, {string.Join(", ", columns)} FROM product_search {Where(conditions)} OFFSET 0) AS product_search
                    OFFSET 0
                ) AS matching
                WHERE counted <> 0
            ) AS spread
            GROUP BY term, counted
            """);
    }

    private bool IsCounted(SearchDimension dimension) => _plan.Facets.Contains(dimension.Kind);

    private static string AllBut(SearchDimension own, IEnumerable<SearchDimension> dimensions) =>
        $"({string.Join(" AND ", dimensions.Where(dimension => dimension != own).Select(dimension => dimension.Condition))})";

    private static string Bit(int bit, int dimensions, int left, string[] together)
    {
        var conditions = Enumerable.Range(0, dimensions).Where(i => i != left).Select(i => string.Create(CultureInfo.InvariantCulture, $"d{i}")).Concat(together).ToList();
        var all = conditions.Count == 0 ? "true" : string.Join(" AND ", conditions);
        return string.Create(CultureInfo.InvariantCulture, $"(({all})::integer::bigint << {bit})");
    }

    private static string Where(IEnumerable<string> conditions) => string.Join(" AND ", conditions) is { Length: > 0 } all ? $"WHERE {all}" : "";

    // Each has all parameters, whether it names them or not: a parameter that is never named needs its type told, which it has.
    private NpgsqlBatchCommand Command(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(_conditions.Parameters.Select(parameter => parameter.Clone()).ToArray());
        return command;
    }
}

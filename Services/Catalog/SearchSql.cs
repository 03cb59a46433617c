using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Catalog;

/// <summary>The statements of a search. What is asked for stands in parameters; only what the plan itself is made of is in the text.</summary>
internal sealed class SearchSql
{
    /// <summary>More are not counted.</summary>
    public const int MaxTotal = 10_000;

    private readonly SearchPlan _plan;
    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly List<string> _fixed = [];
    private readonly List<(FacetKind Kind, string Name, string Condition)> _dimensions = [];

    public SearchSql(SearchPlan plan)
    {
        _plan = plan;
        Parameter(plan.Words ?? "", NpgsqlDbType.Text);
        AddFixed();
        AddDimensions();
    }

    /// <summary>What the facets leave out of their own filter, in the order of their bits, from 1. Bit 0 is for all the others.</summary>
    public IReadOnlyList<(FacetKind Kind, string Name)> Dimensions =>
        [.. _dimensions.Where(IsCounted).Select(dimension => (dimension.Kind, dimension.Name))];

    /// <summary>The page: ids and their keys, one more than fit.</summary>
    public NpgsqlBatchCommand Page()
    {
        var (key, type, direction) = _plan.Ordering;
        var after = _plan.After is { } position
            ? $"WHERE (matching.key, product_id) {_plan.Ordering.Beyond} ({Parameter(position.Key, NpgsqlDbType.Text)}::text::{type}, {Parameter(position.Id, NpgsqlDbType.Uuid)})"
            : "";
        return Command($"""
            -- search page
            SELECT product_id, matching.key::text AS position_key
            FROM (SELECT product_id, {key} AS key FROM product_search {Where(All)}) AS matching
            {after}
            ORDER BY matching.key {direction}, product_id {direction}
            LIMIT {_plan.Size + 1}
            """);
    }

    /// <summary>How many match.</summary>
    public NpgsqlBatchCommand Total() => Command($"""
        -- search total
        SELECT count(*)::integer FROM (SELECT FROM product_search {Where(All)} LIMIT {MaxTotal}) AS matching
        """);

    /// <summary>
    /// How many have each term: the term, for which facets they count (bits, see <see cref="Dimensions"/>), and how many. A
    /// product counts for a facet when it matches all but the facet's own filter. Term 0 is all that match. unnest stands among the
    /// columns: as a table of its own it is set up anew for every product, which takes three times as long.
    /// </summary>
    public NpgsqlBatchCommand Facets()
    {
        var (counted, uncounted) = (_dimensions.Where(IsCounted).ToList(), _dimensions.Where(dimension => !IsCounted(dimension)));
        var conditions = _fixed.Concat(uncounted.Select(dimension => dimension.Condition)).ToList();
        if (counted.Count == 0)
        {
            conditions.AddRange(Together(without: null));
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
        var bits = counted.Select((own, i) => Bit(i + 1, counted.Count, i, Together(without: own.Kind == FacetKind.Option ? own.Name : null)))
            .Prepend(Bit(0, counted.Count, left: -1, Together(without: null)));
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

    private IEnumerable<string> All => [.. _fixed, .. _dimensions.Select(dimension => dimension.Condition), .. Together(without: null)];

    private void AddFixed()
    {
        if (_plan.Words is not null)
        {
            _fixed.Add("words @@ $1::tsquery");
        }

        if (_plan.InStockOnly)
        {
            _fixed.Add("in_stock");
        }

        if (_plan.OnSaleOnly)
        {
            _fixed.Add("on_sale");
        }
    }

    private void AddDimensions()
    {
        foreach (var narrowing in _plan.Narrowings)
        {
            var numbers = narrowing.Values
                .Select(value => new FacetTerm(narrowing.Kind, narrowing.Name, value))
                .Where(_plan.Numbers.ContainsKey).Select(term => _plan.Numbers[term]).ToArray();
            _dimensions.Add((narrowing.Kind, narrowing.Name, $"terms && {Parameter(numbers, NpgsqlDbType.Array | NpgsqlDbType.Integer)}"));
        }

        if (_plan.MinPrice is not null || _plan.MaxPrice is not null)
        {
            var lowest = Parameter(_plan.MinPrice ?? 0, NpgsqlDbType.Bigint);
            var highest = Parameter(_plan.MaxPrice ?? long.MaxValue, NpgsqlDbType.Bigint);
            // The lowest price decides for most; the others are looked at for products that begin below the range.
            _dimensions.Add((FacetKind.Price, "", $"""
                (min_price <= {highest} AND (min_price >= {lowest} OR EXISTS (SELECT FROM unnest(prices) AS price WHERE price BETWEEN {lowest} AND {highest})))
                """));
        }
    }

    // Options of several names must be those of one variant. Each of them alone has been asked for by its term.
    private string[] Together(string? without)
    {
        var options = _plan.Narrowings.Where(narrowing => narrowing.Kind == FacetKind.Option && narrowing.Name != without).ToList();
        if (options.Count < 2)
        {
            return [];
        }

        var each = options.Select(option => $"variant.options @> ANY ({Parameter(Documents(option), NpgsqlDbType.Array | NpgsqlDbType.Jsonb)})");
        return [$"EXISTS (SELECT FROM variant WHERE variant.product_id = product_search.product_id AND {string.Join(" AND ", each)})"];
    }

    private static string[] Documents(Narrowing option) =>
        [.. option.Values.Select(value => JsonSerializer.Serialize([new SelectedOption { Name = option.Name, Value = value }], CatalogJson.Default.IEnumerableSelectedOption))];

    private bool IsCounted((FacetKind Kind, string Name, string Condition) dimension) => _plan.Facets.Contains(dimension.Kind);

    private static string AllBut((FacetKind, string, string) own, IEnumerable<(FacetKind Kind, string Name, string Condition)> dimensions) =>
        $"({string.Join(" AND ", dimensions.Where(dimension => dimension != own).Select(dimension => dimension.Condition))})";

    private static string Bit(int bit, int dimensions, int left, string[] together)
    {
        var conditions = Enumerable.Range(0, dimensions).Where(i => i != left).Select(i => string.Create(CultureInfo.InvariantCulture, $"d{i}")).Concat(together).ToList();
        var all = conditions.Count == 0 ? "true" : string.Join(" AND ", conditions);
        return string.Create(CultureInfo.InvariantCulture, $"(({all})::integer::bigint << {bit})");
    }

    private static string Where(IEnumerable<string> conditions) => string.Join(" AND ", conditions) is { Length: > 0 } all ? $"WHERE {all}" : "";

    private string Parameter(object value, NpgsqlDbType type)
    {
        _parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }

    // Each has all parameters, whether it names them or not: a parameter that is never named needs its type told, which it has.
    private NpgsqlBatchCommand Command(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(_parameters.Select(parameter => parameter.Clone()).ToArray());
        return command;
    }
}

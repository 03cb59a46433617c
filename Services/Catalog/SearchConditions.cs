using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Catalog;

/// <summary>What a product must be to be found, as conditions on <c>product_search</c>, and the parameters that they name.</summary>
internal sealed class SearchConditions
{
    private readonly SearchPlan _plan;
    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly List<string> _always = [];
    private readonly List<SearchDimension> _dimensions = [];

    public SearchConditions(SearchPlan plan)
    {
        _plan = plan;
        Parameter(plan.Words ?? "", NpgsqlDbType.Text);
        AddAlways();
        AddDimensions();
    }

    /// <summary>What no facet leaves out.</summary>
    public IReadOnlyList<string> Always => _always;

    /// <summary>What a facet may leave out.</summary>
    public IReadOnlyList<SearchDimension> Dimensions => _dimensions;

    /// <summary>What stands in them, $1 first.</summary>
    public IEnumerable<NpgsqlParameter> Parameters => _parameters;

    /// <summary>All that was asked for.</summary>
    public IEnumerable<string> All => [.. _always, .. _dimensions.Select(dimension => dimension.Condition), .. Together(without: null)];

    /// <summary>Options of several names must be those of one variant. Each of them alone has been asked for by its term.</summary>
    /// <param name="without">Leaves out those of one name.</param>
    public string[] Together(string? without)
    {
        var options = _plan.Narrowings.Where(narrowing => narrowing.Kind == FacetKind.Option && narrowing.Name != without).ToList();
        if (options.Count < 2)
        {
            return [];
        }

        var each = options.Select(option => $"variant.options @> ANY ({Parameter(Documents(option), NpgsqlDbType.Array | NpgsqlDbType.Jsonb)})");
        return [$"EXISTS (SELECT FROM variant WHERE variant.product_id = product_search.product_id AND {string.Join(" AND ", each)})"];
    }

    /// <summary>A value, and how a statement names it.</summary>
    public string Parameter(object value, NpgsqlDbType type)
    {
        _parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }

    private void AddAlways()
    {
        if (_plan.Words is not null)
        {
            _always.Add("words @@ $1::tsquery");
        }

        if (_plan.InStockOnly)
        {
            _always.Add("in_stock");
        }

        if (_plan.OnSaleOnly)
        {
            _always.Add("on_sale");
        }
    }

    private void AddDimensions()
    {
        foreach (var narrowing in _plan.Narrowings)
        {
            var numbers = narrowing.Values
                .Select(value => new FacetTerm(narrowing.Kind, narrowing.Name, value))
                .Where(_plan.Numbers.ContainsKey).Select(term => _plan.Numbers[term]).ToArray();
            _dimensions.Add(new(narrowing.Kind, narrowing.Name, $"terms && {Parameter(numbers, NpgsqlDbType.Array | NpgsqlDbType.Integer)}"));
        }

        if (_plan.MinPrice is not null || _plan.MaxPrice is not null)
        {
            var lowest = Parameter(_plan.MinPrice ?? 0, NpgsqlDbType.Bigint);
            var highest = Parameter(_plan.MaxPrice ?? long.MaxValue, NpgsqlDbType.Bigint);
            // The lowest price decides for most; the others are looked at for products that begin below the range.
            _dimensions.Add(new(FacetKind.Price, "", $"""
                (min_price <= {highest} AND (min_price >= {lowest} OR EXISTS (SELECT FROM unnest(prices) AS price WHERE price BETWEEN {lowest} AND {highest})))
                """));
        }
    }

    private static string[] Documents(Narrowing option) =>
        [.. option.Values.Select(value => JsonSerializer.Serialize([new SelectedOption { Name = option.Name, Value = value }], CatalogJson.Default.IEnumerableSelectedOption))];
}

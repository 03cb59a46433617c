using Microsoft.Extensions.Options;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Catalog;

/// <summary>Searches: understands the words, corrects them when they match nothing, finds, counts, and answers from the cache.</summary>
internal sealed class ProductSearch(
    CatalogStore store, FacetTerms terms, ProductCache cache, CategoryCache categories, PageTokens pageTokens, IOptions<CatalogOptions> options, TimeProvider time)
{
    public async Task<SearchProductsResponse> SearchAsync(SearchProductsRequest request, int size, CancellationToken cancellationToken)
    {
        var after = PagePosition.Of(pageTokens, request, request.PageToken);
        var (query, corrected) = await UnderstandAsync(request.Query, cancellationToken);
        if (query is null && !string.IsNullOrWhiteSpace(request.Query))
        {
            return await AnswerAsync(request, Nothing, corrected: "", cancellationToken);
        }

        var narrowings = Narrowing.Of(request.Filter ?? new ProductFilter());
        var numbers = await terms.NumbersOfAsync(
            [.. narrowings.SelectMany(narrowing => narrowing.Values.Select(value => new FacetTerm(narrowing.Kind, narrowing.Name, value)))], cancellationToken);
        var result = await store.SearchAsync(SearchPlan.Of(request, query, narrowings, numbers, after, size), cancellationToken);
        return await AnswerAsync(request, result, corrected, cancellationToken);
    }

    private static SearchResult Nothing => new(new Page<Guid>([], Next: null), [], []);

    // The words as a tsquery, null when there is none that could match, and what they were corrected to.
    private async Task<(string? Query, string Corrected)> UnderstandAsync(string typed, CancellationToken cancellationToken)
    {
        var words = SearchWords.Of(typed);
        if (words.Length == 0)
        {
            return (null, "");
        }

        var (query, isMatched) = await store.UnderstandAsync(words, cancellationToken);
        if (query is null || isMatched || await store.CorrectAsync(words, cancellationToken) is not { } corrected || corrected.SequenceEqual(words))
        {
            return (query, "");
        }

        var (correctedQuery, isCorrectedMatched) = await store.UnderstandAsync(corrected, cancellationToken);
        return isCorrectedMatched ? (correctedQuery, string.Join(' ', corrected)) : (query, "");
    }

    private async Task<SearchProductsResponse> AnswerAsync(SearchProductsRequest request, SearchResult result, string corrected, CancellationToken cancellationToken)
    {
        var products = await cache.FindAllAsync(result.Page.Items.Select(ProductKey.OfId), cancellationToken);
        var now = time.GetUtcNow();
        var response = new SearchProductsResponse
        {
            NextPageToken = result.Page.Next?.ToToken(pageTokens, request) ?? "",
            TotalSize = result.Total,
            CorrectedQuery = corrected,
        };
        // What was taken out since the page was read is not shown.
        response.Products.AddRange(result.Page.Items
            .Select(id => products.GetValueOrDefault(ProductKey.OfId(id))?.Product)
            .Where(product => product?.Status == ProductStatus.Active)
            .Select(product => PriceTimes.InCurrency(product!, request.CurrencyCode, now)));
        if (request.Facets.Count > 0 && request.PageToken.Length == 0)
        {
            var known = await terms.TermsOfAsync([.. result.Counts.Select(count => count.Term).Where(term => term != 0).Distinct()], cancellationToken);
            response.Facets.AddRange(FacetCounts.Of(request, result, known, await categories.ReadAsync(cancellationToken), options.Value.Currency));
        }

        return response;
    }
}

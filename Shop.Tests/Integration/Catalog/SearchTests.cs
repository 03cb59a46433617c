using Grpc.Core;
using Npgsql;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>Finding and counting, over a catalog of generated products.</summary>
[Collection(CatalogServers.Collection)]
public sealed class SearchTests(CatalogServers servers)
{
    private static readonly FacetKind[] AllFacets = [FacetKind.Category, FacetKind.Brand, FacetKind.Tag, FacetKind.Price, FacetKind.Attribute, FacetKind.Option];

    private static DateTime Deadline => DateTime.UtcNow.AddSeconds(60);

    [Fact]
    public async Task Filters_OfAllKinds_AgreeWithBruteForceOverTheExport()
    {
        var host = await servers.FilledAsync();
        var products = await host.ExportAsync(ProductStatus.Active);
        var random = new Random(20260304);
        for (var i = 0; i < 60; i++)
        {
            var filter = BruteForce.Random(random, products);
            var request = new SearchProductsRequest { Filter = filter, Facets = { AllFacets[..random.Next(AllFacets.Length + 1)] }, PageSize = 100 };

            var answer = await host.Client.SearchProductsAsync(request, deadline: Deadline);

            var expected = products.Where(product => BruteForce.Matches(product, filter)).ToList();
            answer.TotalSize.ShouldBe(expected.Count, filter.ToString());
            answer.Products.Select(product => product.ProductId).Except(expected.Select(product => product.ProductId)).ShouldBeEmpty(filter.ToString());
            answer.Products.Count.ShouldBe(Math.Min(100, expected.Count));
            answer.Facets.Select(facet => facet.Kind).Distinct().ShouldBeSubsetOf(request.Facets);
            foreach (var facet in answer.Facets)
            {
                ShouldAgree(facet, BruteForce.Count(products, filter, facet.Kind, facet.Name), filter);
            }
        }
    }

    [Fact]
    public async Task Facets_OfEverything_AreWholeAndInOrder()
    {
        var host = await servers.FilledAsync();
        var products = await host.ExportAsync(ProductStatus.Active);

        var answer = await host.Client.SearchProductsAsync(new SearchProductsRequest { Facets = { AllFacets } }, deadline: Deadline);

        answer.TotalSize.ShouldBe(products.Count);
        answer.Facets.Select(facet => (facet.Kind, facet.Name)).Distinct().Count().ShouldBe(answer.Facets.Count);
        answer.Facets.Where(facet => facet.Kind == FacetKind.Attribute).Select(facet => facet.Name).ShouldBe(["Care", "Material", "Origin"], ignoreOrder: true);
        answer.Facets.Where(facet => facet.Kind == FacetKind.Option).Select(facet => facet.Name).ShouldBe(["Colour", "Size"], ignoreOrder: true);
        var prices = answer.Facets.Single(facet => facet.Kind == FacetKind.Price).Values;
        prices.Select(value => value.MinPrice.MinorUnits).ShouldBeInOrder();
        prices.Count.ShouldBe(BruteForce.Count(products, new ProductFilter(), FacetKind.Price, "").Count);
        var top = Seed.Categories.Where(category => category.ParentId.Length == 0).Select(category => category.CategoryId);
        answer.Facets.Single(facet => facet.Kind == FacetKind.Category).Values.Select(value => value.Value).ShouldBe(top, ignoreOrder: true);
        foreach (var facet in answer.Facets.Where(facet => facet.Kind != FacetKind.Price))
        {
            facet.Values.Select(value => value.ProductCount).ShouldBeInOrder(SortDirection.Descending);
        }
    }

    [Theory]
    [InlineData(ProductOrder.PriceAscending, SortDirection.Ascending)]
    [InlineData(ProductOrder.PriceDescending, SortDirection.Descending)]
    public async Task Prices_SortedBy_AreInOrder(ProductOrder order, SortDirection direction)
    {
        var host = await servers.FilledAsync();

        var answer = await host.Client.SearchProductsAsync(new SearchProductsRequest { OrderBy = order, PageSize = 100 }, deadline: Deadline);

        answer.Products.Select(product => product.MinPrice.MinorUnits).ShouldBeInOrder(direction);
    }

    [Fact]
    public async Task Products_SortedByAgeAndName_AreInOrder()
    {
        var host = await servers.FilledAsync();

        var newest = await host.Client.SearchProductsAsync(new SearchProductsRequest { OrderBy = ProductOrder.Newest, PageSize = 100 }, deadline: Deadline);
        var named = await host.Client.SearchProductsAsync(new SearchProductsRequest { OrderBy = ProductOrder.Name, PageSize = 100 }, deadline: Deadline);

        newest.Products.Select(product => product.CreateTime.ToDateTime()).ShouldBeInOrder(SortDirection.Descending);
        var first = (await host.ExportAsync(ProductStatus.Active)).Select(product => product.Name).Order(StringComparer.OrdinalIgnoreCase).Take(100);
        named.Products.Select(product => product.Name.ToLowerInvariant()).ShouldBe(first.Select(name => name.ToLowerInvariant()), ignoreOrder: true);
    }

    [Fact]
    public async Task Filters_AsManyAsThereMayBe_AgreeWithBruteForce()
    {
        var host = await servers.FilledAsync();
        var products = await host.ExportAsync(ProductStatus.Active);
        var some = products.First(product => product.Options.Count == 2 && product.Tags.Count > 0);
        var filter = new ProductFilter
        {
            CategoryIds = { Seed.Categories.Take(20).Select(category => category.CategoryId).Union(some.CategoryIds).TakeLast(20) },
            Brands = { products.Select(product => product.Brand).Distinct().Take(19).Append(some.Brand).Distinct() },
            Tags = { some.Tags },
            Attributes = { some.Attributes, Enumerable.Range(0, 20 - some.Attributes.Count).Select(i => new ProductAttribute { Name = some.Attributes[0].Name, Value = $"{i}" }) },
            Options = { some.Variants[0].Options, Enumerable.Range(0, 18).Select(i => new SelectedOption { Name = $"Option {i}", Value = "any" }) },
            MaxPrice = Euros(1_000_000),
        };
        foreach (var narrowed in new[] { filter, Without(filter, 18) })
        {
            var answer = await host.Client.SearchProductsAsync(new SearchProductsRequest { Filter = narrowed, Facets = { AllFacets }, PageSize = 100 }, deadline: Deadline);

            answer.TotalSize.ShouldBe(products.Count(product => BruteForce.Matches(product, narrowed)));
            foreach (var facet in answer.Facets)
            {
                ShouldAgree(facet, BruteForce.Count(products, narrowed, facet.Kind, facet.Name), narrowed);
            }
        }
    }

    [Fact]
    public async Task Words_WholeBegunStemmedAndInAnyOrder_FindTheProduct()
    {
        var host = servers.Shared;
        var name = $"Quillberry Nightlamps {NewId()[..8]}";
        var product = await CreateAsync(host, Mug(name));

        foreach (var query in new[] { name, "quillberry", "QUILL", "nightlamp", "nightlamps quillberry", "the quillberry's nightlamps", product.Variants[0].Sku, "quillberry sea", "quillberry samplers" })
        {
            (await FoundAsync(host, query)).ShouldContain(product.ProductId, query);
        }

        (await FoundAsync(host, "quillberry submarine")).ShouldBeEmpty();
        (await FoundAsync(host, "!!!")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Salt/Pepper Grinder", "pepper", "salt")]
    [InlineData("AC/DC Tee", "dc", "ac dc", "ac/dc")]
    [InlineData("Kettle 1.5L", "1.5", "1.5l", "5l kettle")]
    [InlineData("3-in-1 Cable 50/50", "3 in 1", "in 1 cable", "50-50")]
    [InlineData("L'Oréal Men’s Soap", "loreal", "l'oréal", "oreal", "men's", "mens", "men")]
    [InlineData("shop.example Gift_Card", "example", "gift card", "shop.example")]
    [InlineData("R&D <b>Kit</b> v2.1.3 -7°C", "r&d", "kit", "v2.1.3", "-7")]
    [InlineData("The Who", "the who", "who", "the")]
    [InlineData("हिन्दी किताब", "हिन्दी", "किताब")]
    [InlineData("Ærø Straße 鳥取 🦊", "aero", "strasse", "straße", "鳥取", "鳥")]
    public async Task Words_OfAnyName_FindIt(string name, params string[] queries)
    {
        var host = servers.Shared;
        var brand = $"Any Name {NewId()[..8]}";
        var product = await CreateAsync(host, new Product(Mug(name)) { Brand = brand, Tags = { name.ToLowerInvariant() } });

        foreach (var query in queries.Append(name))
        {
            var request = new SearchProductsRequest { Query = query, Filter = new ProductFilter { Brands = { brand } } };
            var answer = await host.Client.SearchProductsAsync(request, deadline: Deadline);
            answer.Products.Select(found => found.ProductId).ShouldBe([product.ProductId], query);
            answer.CorrectedQuery.ShouldBeEmpty(query);
        }
    }

    [Fact]
    public async Task Words_OfTheName_RankBeforeWordsOfTheDescription()
    {
        var host = servers.Shared;
        var (named, described) = (Mug("Vorpal Teapot"), Mug("Plain Teapot"));
        described.Description = "Not vorpal at all.";
        var (second, first) = (await CreateAsync(host, described), await CreateAsync(host, named));

        (await FoundAsync(host, "vorpal")).ShouldBe([first.ProductId, second.ProductId]);
    }

    [Theory]
    [InlineData("wibblefrox", "wibblefrix")]
    [InlineData("wibblefrox", "wiblefrox")]
    [InlineData("wibblefrox", "wibbelfrox")]
    [InlineData("wibblefrox", "wibblefroxx")]
    [InlineData("crème", "creme")]
    public async Task Words_Misspelt_FindTheProductAll(string word, string typed)
    {
        var host = servers.Shared;
        var product = await CreateAsync(host, Mug($"{word} Kettle {NewId()[..8]}"));

        var answer = await host.Client.SearchProductsAsync(new SearchProductsRequest { Query = $"kettle {typed}", PageSize = 100 }, deadline: Deadline);

        answer.Products.Select(found => found.ProductId).ShouldContain(product.ProductId);
        answer.CorrectedQuery.ShouldBe(word == "crème" ? "" : $"kettle {word}");
    }

    [Fact]
    public async Task Words_MisspeltWhileOneConnectionIsLeft_AreCorrectedOnIt()
    {
        await CreateAsync(servers.Shared, Mug("Grimplewick Lantern"));
        await using var one = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(servers.Shared.ConnectionString) { MaxPoolSize = 1 });

        (await new CatalogStore(one).CorrectAsync(["grimplewik", "lanturn"], CancellationToken.None)).ShouldBe(["grimplewick", "lantern"]);
    }

    [Fact]
    public async Task TwoLetters_Typed_FindWhatBeginsWithThem()
    {
        var host = await servers.FilledAsync();
        var products = await host.ExportAsync(ProductStatus.Active);

        var answer = await host.Client.SearchProductsAsync(new SearchProductsRequest { Query = "gr", PageSize = 100 }, deadline: Deadline);

        answer.Products.Count.ShouldBeGreaterThan(10);
        answer.TotalSize.ShouldBeGreaterThanOrEqualTo(products.Count(product => product.Name.Split(' ').Any(word => word.StartsWith("gr", StringComparison.OrdinalIgnoreCase))));
    }

    [Fact]
    public async Task Found_AfterArchivingRenamingAndPricing_IsWhatThereIsNow()
    {
        var host = servers.Shared;
        var product = await CreateAsync(host, Mug("Snorkwhistle One"));
        (await FoundAsync(host, "snorkwhistle")).ShouldBe([product.ProductId]);

        await host.Client.UpdateProductAsync(new UpdateProductRequest { RequestId = NewId(), Product = new Product { ProductId = product.ProductId, Name = "Grumblethorn" } }, host.Admin, Deadline);
        (await FoundAsync(host, "grumblethorn")).ShouldBe([product.ProductId]);
        (await FoundAsync(host, "snorkwhistle")).ShouldBeEmpty();

        await host.Client.UpdateProductAsync(new UpdateProductRequest { RequestId = NewId(), Product = new Product { ProductId = product.ProductId, Status = ProductStatus.Archived } }, host.Admin, Deadline);
        (await FoundAsync(host, "grumblethorn")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Requests_Malformed_NameTheFields()
    {
        var host = await servers.FilledAsync();
        var token = (await host.Client.SearchProductsAsync(new SearchProductsRequest { PageSize = 1 }, deadline: Deadline)).NextPageToken;
        var bad = new SearchProductsRequest[]
        {
            new() { Query = new string('a', 201) },
            new() { PageSize = -1 },
            new() { OrderBy = (ProductOrder)77 },
            new() { Facets = { FacetKind.Unspecified } },
            new() { Facets = { FacetKind.Brand, FacetKind.Brand } },
            new() { CurrencyCode = "euro" },
            new() { Filter = new ProductFilter { CategoryIds = { "garden" } } },
            new() { Filter = new ProductFilter { Brands = { "" } } },
            new() { Filter = new ProductFilter { Tags = { Enumerable.Range(0, 21).Select(i => $"{i}") } } },
            new() { Filter = new ProductFilter { Attributes = { new ProductAttribute { Value = "a" } } } },
            new() { Filter = new ProductFilter { Options = { new SelectedOption { Name = "Size" } } } },
            new() { Filter = new ProductFilter { MinPrice = Euros(-1) } },
            new() { Filter = new ProductFilter { MinPrice = Euros(2), MaxPrice = Euros(1) } },
            new() { Filter = new ProductFilter { MaxPrice = new Money { CurrencyCode = "USD", MinorUnits = 1 } } },
            new() { PageToken = "MTIz" },
            new() { PageToken = token, Query = "another" },
            new() { PageToken = token, OrderBy = ProductOrder.Name },
            new() { PageToken = token, Filter = new ProductFilter { InStockOnly = true } },
            new() { PageToken = $"{(token[0] == 'B' ? 'C' : 'B')}{token[1..]}" },
            new() { PageToken = $"{token}A" },
        };
        foreach (var request in bad)
        {
            (await Should.ThrowAsync<RpcException>(async () => await host.Client.SearchProductsAsync(request, deadline: Deadline))).StatusCode.ShouldBe(StatusCode.InvalidArgument, request.ToString());
        }

        // Letters that mean something to Postgres are letters here.
        await FoundAsync(host, "a' & | ! <-> :* \\ \" ; -- ( )");
        await FoundAsync(host, "🦊 鳥 Ærø \u0001");
    }

    private static ProductFilter Without(ProductFilter filter, int lastOptions)
    {
        var others = filter.Clone();
        Enumerable.Range(0, lastOptions).ToList().ForEach(_ => others.Options.RemoveAt(others.Options.Count - 1));
        return others;
    }

    private static void ShouldAgree(Facet facet, Dictionary<string, int> expected, ProductFilter filter)
    {
        foreach (var value in facet.Values)
        {
            value.ProductCount.ShouldBe(expected.GetValueOrDefault(BruteForce.KeyOf(facet.Kind, value)), $"{facet.Kind} {facet.Name} {value.Value} {filter}");
        }

        if (facet.Kind != FacetKind.Category)
        {
            facet.Values.Count.ShouldBe(Math.Min(50, expected.Count), $"{facet.Kind} {facet.Name} {filter}");
        }
    }

    private static async Task<List<string>> FoundAsync(CatalogHost host, string query) =>
        [.. (await host.Client.SearchProductsAsync(new SearchProductsRequest { Query = query, PageSize = 100 }, deadline: Deadline)).Products.Select(product => product.ProductId)];

    private static async Task<Product> CreateAsync(CatalogHost host, Product product) =>
        await host.Client.CreateProductAsync(new CreateProductRequest { RequestId = NewId(), Product = product }, host.Admin, Deadline);
}

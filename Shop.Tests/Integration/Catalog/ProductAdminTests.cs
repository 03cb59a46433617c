using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Types.V1;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>What administrators do to products.</summary>
[Collection(CatalogServers.Collection)]
public sealed class ProductAdminTests(CatalogServers servers) : CatalogTest(servers.Shared)
{
    [Fact]
    public async Task Create_ThenGet_IsWhatWasSentAndWhatTheServerSets()
    {
        var wanted = Mug(price: 1200);

        var created = await CreateAsync(wanted);

        var expected = new Product(wanted)
        {
            ProductId = created.ProductId,
            MinPrice = Euros(1200),
            MaxPrice = Euros(1300),
            InStock = true,
            CreateTime = created.CreateTime,
            UpdateTime = created.CreateTime,
            Etag = created.Etag,
        };
        foreach (var variant in expected.Variants)
        {
            variant.InStock = true;
        }

        created.ShouldBe(expected);
        (await GetAsync(created)).ShouldBe(created);
        (await Client.GetProductAsync(new GetProductRequest { Slug = wanted.Slug }, deadline: Deadline)).ShouldBe(created);
    }

    [Fact]
    public async Task Create_WithoutSlugAndStatus_HasOneOfItsNameAndIsADraft()
    {
        var (first, second) = (Mug("Crème Brûlée Pot"), Mug("Crème Brûlée Pot"));
        (first.Slug, second.Slug, first.Status) = ("", "", ProductStatus.Unspecified);

        var created = await CreateAsync(first);

        (created.Slug, created.Status).ShouldBe(("creme-brulee-pot", ProductStatus.Draft));
        (await CreateAsync(second)).Slug.ShouldBe("creme-brulee-pot-2");
    }

    [Fact]
    public async Task Create_TakenSlugSkuOrUnknownCategory_IsRefused()
    {
        var taken = await CreateAsync(Mug());
        var (sameSlug, sameSku, nowhere) = (Mug(), Mug(), Mug());
        sameSlug.Slug = taken.Slug;
        sameSku.Variants[1].Sku = taken.Variants[0].Sku;
        nowhere.CategoryIds[0] = NewId();

        await RefusedAsync(() => CreateAsync(sameSlug), StatusCode.AlreadyExists, "SLUG_TAKEN");
        var refusal = await RefusedAsync(() => CreateAsync(sameSku), StatusCode.AlreadyExists, "SKU_TAKEN");
        refusal.Metadata["sku"].ShouldBe(taken.Variants[0].Sku);
        await RefusedAsync(() => CreateAsync(nowhere), StatusCode.NotFound, "CATEGORY_NOT_FOUND");
    }

    [Fact]
    public async Task Create_RepeatedManyTimesAtOnce_IsOneProductAndOneAnswer()
    {
        var request = new CreateProductRequest { RequestId = NewId(), Product = Mug() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Client.CreateProductAsync(request, Admin, Deadline).ResponseAsync));

        answers.Distinct().ShouldHaveSingleItem();
        (await CountEventsAsync(answers[0].ProductId)).ShouldBe(1);
        request.Product.Name = "Another";
        await RefusedAsync(() => Client.CreateProductAsync(request, Admin, Deadline).ResponseAsync, StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task Create_ManyWithOneSlugAtOnce_OneSucceeds()
    {
        var slug = $"contended-{NewId()}";
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await CreateAsync(new Product(Mug()) { Slug = slug });
                return StatusCode.OK;
            }
            catch (RpcException refusal)
            {
                return refusal.StatusCode;
            }
        }));

        outcomes.Count(outcome => outcome == StatusCode.OK).ShouldBe(1);
        outcomes.Count(outcome => outcome == StatusCode.AlreadyExists).ShouldBe(7);
    }

    [Fact]
    public async Task Create_ByAnybodyElseOrMalformed_IsRefused()
    {
        await RefusedAsync(() => Client.CreateProductAsync(new CreateProductRequest { RequestId = NewId(), Product = Mug() }, Host.Customer, Deadline).ResponseAsync, StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        await RefusedAsync(() => Client.CreateProductAsync(new CreateProductRequest { RequestId = NewId() }, Admin, Deadline).ResponseAsync, StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => Client.CreateProductAsync(new CreateProductRequest { Product = Mug() }, Admin, Deadline).ResponseAsync, StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => CreateAsync(Mug(price: -1)), StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    [Fact]
    public async Task Update_NamedFields_ChangesThemOnly()
    {
        var created = await CreateAsync(Mug());

        var updated = await UpdateAsync(new Product(created) { Name = "Renamed", Brand = "Ignored" }, "name");

        updated.ShouldBe(new Product(created) { Name = "Renamed", UpdateTime = updated.UpdateTime, Etag = updated.Etag });
        updated.Etag.ShouldNotBe(created.Etag);
        (await GetAsync(created)).ShouldBe(updated);
    }

    [Fact]
    public async Task Update_WithoutMask_ChangesWhatIsNotEmpty()
    {
        var created = await CreateAsync(Mug());

        var updated = await UpdateAsync(new Product { ProductId = created.ProductId, Tags = { "new" } });

        updated.Tags.ShouldBe(["new"]);
        updated.Name.ShouldBe(created.Name);
    }

    [Fact]
    public async Task Update_NothingNew_KeepsTheVersionAndTellsNobody()
    {
        var created = await CreateAsync(Mug());

        (await UpdateAsync(created, "*")).ShouldBe(created);

        (await CountEventsAsync(created.ProductId)).ShouldBe(1);
    }

    [Fact]
    public async Task Update_OnAnOldVersion_IsAbortedAndARepeatIsNot()
    {
        var created = await CreateAsync(Mug());
        var request = new UpdateProductRequest { RequestId = NewId(), Product = new Product(created) { Name = "First" }, UpdateMask = new FieldMask { Paths = { "name" } } };

        var updated = await Client.UpdateProductAsync(request, Admin, Deadline);

        (await Client.UpdateProductAsync(request, Admin, Deadline)).ShouldBe(updated);
        await RefusedAsync(() => UpdateAsync(new Product(created) { Name = "Second" }, "name"), StatusCode.Aborted, "ETAG_MISMATCH");
    }

    [Fact]
    public async Task Update_ManyOnOneVersionAtOnce_OneSucceeds()
    {
        var created = await CreateAsync(Mug());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                return (await UpdateAsync(new Product(created) { Name = $"Name {i}" }, "name")).Name;
            }
            catch (RpcException refusal)
            {
                refusal.StatusCode.ShouldBe(StatusCode.Aborted);
                return null;
            }
        }));

        (await GetAsync(created)).Name.ShouldBe(outcomes.Single(name => name is not null));
    }

    [Fact]
    public async Task Update_Variants_ReplacesThemAndKeepsTheSkusForGood()
    {
        var created = await CreateAsync(Mug());
        var (kept, dropped) = (created.Variants[0], created.Variants[1].Sku);

        var updated = await UpdateAsync(new Product { ProductId = created.ProductId, Variants = { kept } }, "variants");

        updated.Variants.ShouldBe([kept]);
        (await Client.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { kept.Sku, dropped } }, deadline: Deadline)).MissingSkus.ShouldBe([dropped]);
        var other = Mug();
        other.Variants[0].Sku = dropped;
        await RefusedAsync(() => CreateAsync(other), StatusCode.AlreadyExists, "SKU_TAKEN");
        (await LastEventAsync(created.ProductId)).RemovedSkus.ShouldBe([dropped]);
        (await UpdateAsync(new Product { ProductId = created.ProductId, Variants = { created.Variants } }, "variants", "variants")).Variants.ShouldBe(created.Variants);
    }

    [Fact]
    public async Task Update_ThatWouldBreakTheProduct_IsInvalid()
    {
        var created = await CreateAsync(Mug());

        foreach (var path in new[] { "slug", "name", "status", "variants", "options" })
        {
            await RefusedAsync(() => UpdateAsync(new Product { ProductId = created.ProductId }, path), StatusCode.InvalidArgument, "INVALID_FIELD");
        }

        foreach (var paths in new string[][] { ["product_id"], ["*", "etag"], ["name", "price"], ["Name"], [""], ["variants.sku"] })
        {
            await RefusedAsync(() => UpdateAsync(created, paths), StatusCode.InvalidArgument, "INVALID_FIELD");
        }

        await RefusedAsync(() => UpdateAsync(new Product { ProductId = NewId(), Name = "Nobody" }), StatusCode.NotFound, "PRODUCT_NOT_FOUND");
        (await GetAsync(created)).ShouldBe(created);
    }

    [Fact]
    public async Task Archive_ThenTheWorld_DoesNotSeeIt()
    {
        var created = await CreateAsync(Mug());
        await GetAsync(created);

        await UpdateAsync(new Product { ProductId = created.ProductId, Status = ProductStatus.Archived });

        await RefusedAsync(() => Client.GetProductAsync(new GetProductRequest { ProductId = created.ProductId }, deadline: Deadline).ResponseAsync, StatusCode.NotFound, "PRODUCT_NOT_FOUND");
        (await Client.GetProductAsync(new GetProductRequest { ProductId = created.ProductId }, Admin, Deadline)).Status.ShouldBe(ProductStatus.Archived);
        (await Client.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { created.Variants[0].Sku } }, deadline: Deadline)).Listings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_RepeatedAndGone_AnswersOnceAndForAll()
    {
        var created = await CreateAsync(Mug());
        var request = new DeleteProductRequest { RequestId = NewId(), ProductId = created.ProductId, Etag = created.Etag };

        await RefusedAsync(() => Client.DeleteProductAsync(new DeleteProductRequest(request) { RequestId = NewId(), Etag = "0" }, Admin, Deadline).ResponseAsync, StatusCode.Aborted, "ETAG_MISMATCH");
        await Client.DeleteProductAsync(request, Admin, Deadline);
        await Client.DeleteProductAsync(request, Admin, Deadline);

        await RefusedAsync(() => Client.DeleteProductAsync(new DeleteProductRequest(request) { RequestId = NewId() }, Admin, Deadline).ResponseAsync, StatusCode.NotFound, "PRODUCT_NOT_FOUND");
        await RefusedAsync(() => GetAsync(created), StatusCode.NotFound, "PRODUCT_NOT_FOUND");
        var told = await LastEventAsync(created.ProductId);
        told.Product.ShouldBeNull();
        told.RemovedSkus.ShouldBe(created.Variants.Select(variant => variant.Sku));
    }

    [Fact]
    public async Task SetPrice_Regular_IsThePriceFromNowOnAndIsTold()
    {
        var created = await CreateAsync(Mug(price: 1200));

        var priced = await SetPriceAsync(new SetPriceRequest { Sku = created.Variants[0].Sku, Price = Euros(999), CompareAtPrice = Euros(1200) });

        (priced.Variants[0].Price, priced.Variants[0].CompareAtPrice, priced.MinPrice).ShouldBe((Euros(999), Euros(1200), Euros(999)));
        (await Client.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { created.Variants[0].Sku } }, deadline: Deadline)).Listings[0].Variant.Price.ShouldBe(Euros(999));
        (await LastEventAsync(created.ProductId)).RepricedSkus.ShouldBe([created.Variants[0].Sku]);
    }

    [Fact]
    public async Task SetPrice_InAnotherCurrency_IsAnsweredToThoseWhoAskForIt()
    {
        var created = await CreateAsync(Mug());
        foreach (var variant in created.Variants)
        {
            await SetPriceAsync(new SetPriceRequest { Sku = variant.Sku, Price = new Money { CurrencyCode = "USD", MinorUnits = 1500 } });
        }

        (await Client.GetProductAsync(new GetProductRequest { ProductId = created.ProductId, CurrencyCode = "USD" }, deadline: Deadline)).MinPrice
            .ShouldBe(new Money { CurrencyCode = "USD", MinorUnits = 1500 });
        (await GetAsync(created)).MinPrice.CurrencyCode.ShouldBe("EUR");
        var inPounds = await Client.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { created.Variants[0].Sku }, CurrencyCode = "GBP" }, deadline: Deadline);
        inPounds.MissingSkus.ShouldBe([created.Variants[0].Sku]);
    }

    [Fact]
    public async Task SetPrice_BadRequests_AreRefused()
    {
        var created = await CreateAsync(Mug());
        var good = new SetPriceRequest { Sku = created.Variants[0].Sku, Price = Euros(1) };

        await RefusedAsync(() => SetPriceAsync(new SetPriceRequest(good) { Sku = "NO-SUCH-SKU" }), StatusCode.NotFound, "SKU_NOT_FOUND");
        await RefusedAsync(() => SetPriceAsync(new SetPriceRequest(good) { Price = new Money { CurrencyCode = "XXX" } }), StatusCode.FailedPrecondition, "CURRENCY_MISMATCH");
        await RefusedAsync(() => SetPriceAsync(new SetPriceRequest(good) { Etag = "0" }), StatusCode.Aborted, "ETAG_MISMATCH");
        await RefusedAsync(() => SetPriceAsync(new SetPriceRequest(good) { Price = null }), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => SetPriceAsync(new SetPriceRequest(good) { Price = Euros(-1) }), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => SetPriceAsync(new SetPriceRequest(good) { Price = Euros(long.MaxValue) }), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => SetPriceAsync(new SetPriceRequest(good) { CompareAtPrice = Euros(long.MaxValue) }), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => SetPriceAsync(new SetPriceRequest(good) { CompareAtPrice = Euros(1) }), StatusCode.InvalidArgument, "INVALID_FIELD");
        await RefusedAsync(() => SetPriceAsync(new SetPriceRequest(good) { EndTime = Timestamp.FromDateTime(DateTime.UnixEpoch) }), StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    [Fact]
    public async Task Skus_ThatDifferByCase_AreTwo()
    {
        var (upper, lower) = (Mug(price: 1000), Mug(price: 2000));
        (upper.Variants[0].Sku, lower.Variants[0].Sku) = (upper.Variants[0].Sku.ToUpperInvariant(), upper.Variants[0].Sku.ToLowerInvariant());
        await CreateAsync(upper);
        await CreateAsync(lower);

        var answer = await Client.BatchGetVariantsAsync(new BatchGetVariantsRequest { Skus = { lower.Variants[0].Sku, upper.Variants[0].Sku } }, deadline: Deadline);

        answer.Listings.Select(listing => listing.Variant.Price.MinorUnits).ShouldBe([2000, 1000]);
    }

    [Fact]
    public async Task SetPrice_ForSomeTime_TurnsByItselfAndIsTold()
    {
        var created = await CreateAsync(Mug(price: 1200));
        var sku = created.Variants[0].Sku;
        var start = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.AddSeconds(1).ToUnixTimeMilliseconds());

        var planned = await SetPriceAsync(new SetPriceRequest { Sku = sku, Price = Euros(700), StartTime = Timestamp.FromDateTimeOffset(start), EndTime = Timestamp.FromDateTimeOffset(start.AddSeconds(1)) });

        planned.Variants[0].Price.ShouldBe(Euros(1200));
        await EventuallyAsync(async () => (await GetAsync(created)).MinPrice.Equals(Euros(700)), "the sale");
        await EventuallyAsync(async () => (await GetAsync(created)).MinPrice.Equals(Euros(1200)), "the end of the sale");
        (await LastEventAsync(created.ProductId)).RepricedSkus.ShouldBe([sku]);
        (await GetAsync(created)).Variants[0].Prices.ShouldBeEmpty();
    }
}

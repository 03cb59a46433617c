using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Catalog;
using Shop.Contracts.Catalog.V1;
using Xunit.Abstractions;
using static Shop.Tests.Unit.Catalog.Sample;

namespace Shop.Tests.Integration.Catalog;

/// <summary>What a replica has read is answered from memory until it is told of a change.</summary>
[Collection(CatalogServers.Collection)]
public sealed class CachedReadTests(CatalogServers servers, ITestOutputHelper output) : CatalogTest(servers.Shared)
{
    [Fact]
    public async Task Change_OnAnotherReplica_IsSeenByItsEventAndNotByAge()
    {
        // By its clock nothing that it knows is ever old: only an event can make it read again.
        await using var other = await Host.ReplicaAsync(new StandingClock());
        var product = await CreateAsync(Mug());
        await EventuallyAsync(() => HearsAsync(other, product), "the other replica to hear of changes");
        for (var i = 0; i < 10; i++)
        {
            var name = $"Name {NewId()}";
            await NameAsync(other, product);
            await UpdateAsync(new Product { ProductId = product.ProductId, Name = name });

            var watch = Stopwatch.StartNew();
            await EventuallyAsync(async () => await NameAsync(other, product) == name, "the new name on the other replica");
            output.WriteLine($"seen on the other replica after {watch.Elapsed.TotalMilliseconds:0} ms");
        }
    }

    [Fact]
    public async Task GetProduct_ManyAtOnceOfOneThatNobodyHasRead_ReadOnce()
    {
        var product = await CreateAsync(Mug());
        var cache = Host.Services.GetRequiredService<ProductCache>();
        var key = ProductKey.OfId(Guid.Parse(product.ProductId));
        await using var holder = await Host.Database.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE product IN ACCESS EXCLUSIVE MODE", holder, transaction))
        {
            await hold.ExecuteNonQueryAsync();
        }

        cache.Forget(key.Id!.Value);
        var asking = Enumerable.Range(0, 50).Select(_ => cache.FindAsync(key, CancellationToken.None).AsTask()).ToList();
        await transaction.RollbackAsync();
        var found = await Task.WhenAll(asking);

        // The event of its creation may come meanwhile, and what is asked after it is read again.
        found.Distinct().Count().ShouldBeLessThanOrEqualTo(2);
        foreach (var one in found)
        {
            one!.Product.ShouldBe(product);
        }
    }

    [Fact]
    public async Task SetPrice_RepeatedManyTimesAtOnce_IsOneChangeAndOneAnswer()
    {
        var product = await CreateAsync(Mug(price: 1200));
        var request = new SetPriceRequest { RequestId = NewId(), Sku = product.Variants[0].Sku, Price = Euros(900), Etag = product.Etag };

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Client.SetPriceAsync(request, Admin, Deadline).ResponseAsync));

        answers.ShouldAllBe(answer => answer.Equals(answers[0]));
        (await CountEventsAsync(product.ProductId)).ShouldBe(2);
        await RefusedAsync(
            () => Client.SetPriceAsync(new SetPriceRequest(request) { Price = Euros(800) }, Admin, Deadline).ResponseAsync, Grpc.Core.StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task SetPrice_ManyOnOneVersionAtOnce_OneSucceeds()
    {
        var product = await CreateAsync(Mug(price: 1200));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            try
            {
                return (await SetPriceAsync(new SetPriceRequest { Sku = product.Variants[0].Sku, Price = Euros(500 + i), Etag = product.Etag })).Etag;
            }
            catch (Grpc.Core.RpcException refusal) when (refusal.StatusCode == Grpc.Core.StatusCode.Aborted)
            {
                return "";
            }
        }));

        (await GetAsync(product)).Etag.ShouldBe(outcomes.Where(etag => etag.Length > 0).ShouldHaveSingleItem());
    }

    [Fact]
    public async Task ExportProducts_UnknownStatusOrNoAdministrator_IsRefused()
    {
        await RefusedAsync(() => Host.ExportAsync((ProductStatus)77), Grpc.Core.StatusCode.InvalidArgument, "INVALID_FIELD");
        using var call = Client.ExportProducts(new ExportProductsRequest(), Host.Customer, Deadline);
        (await Should.ThrowAsync<Grpc.Core.RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None))).StatusCode.ShouldBe(Grpc.Core.StatusCode.PermissionDenied);
    }

    private static async Task<string> NameAsync(CatalogHost host, Product product) =>
        (await host.Client.GetProductAsync(new GetProductRequest { ProductId = product.ProductId }, deadline: Deadline)).Name;

    private async Task<bool> HearsAsync(CatalogHost other, Product product)
    {
        var before = await NameAsync(other, product);
        var name = $"Name {NewId()}";
        await UpdateAsync(new Product { ProductId = product.ProductId, Name = name });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await NameAsync(other, product) == before && !patience.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return await NameAsync(other, product) == name;
    }
}

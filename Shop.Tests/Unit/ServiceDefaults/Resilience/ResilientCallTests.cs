using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Contracts.Catalog.V1;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Resilience;

public sealed class ResilientCallTests : IAsyncLifetime
{
    private readonly ScriptedInventory _inventory = new();
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync(_inventory);

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task Call_Answered_HasHeadersStatusAndTrailersOfTheAttemptThatWas()
    {
        _inventory.Stock = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "attempt", $"{_inventory.Calls}" } });
            context.ResponseTrailers.Add("last", $"{_inventory.Calls}");
            return _inventory.Calls == 1 ? throw ShopErrors.Unavailable("AWAY", "Away.") : new BatchGetStockResponse();
        };
        using var host = new CallingHost([_service.Address]);

        using var call = host.Inventory.BatchGetStockAsync(new BatchGetStockRequest());
        await call.ResponseAsync.WaitAsync(TestService.Patience);

        (await call.ResponseHeadersAsync).GetValue("attempt").ShouldBe("2");
        call.GetTrailers().GetValue("last").ShouldBe("2");
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task Call_Failed_HasStatusAndTrailersOfTheError()
    {
        _inventory.Fail(() => ShopErrors.NotFound("sku", "A"));
        using var host = new CallingHost([_service.Address]);

        using var call = host.Inventory.BatchGetStockAsync(new BatchGetStockRequest());
        var exception = await Should.ThrowAsync<RpcException>(call.ResponseAsync.WaitAsync(TestService.Patience));

        ShopErrors.ReasonOf(exception).ShouldBe("SKU_NOT_FOUND");
        call.GetStatus().StatusCode.ShouldBe(StatusCode.NotFound);
        call.GetTrailers().Get(ShopErrors.DetailsTrailer).ShouldNotBeNull();
    }

    [Fact]
    public async Task Call_NotComplete_HasNoStatusYet()
    {
        var answer = new TaskCompletionSource<BatchGetStockResponse>();
        _inventory.Stock = (_, _) => answer.Task;
        using var host = new CallingHost([_service.Address]);

        using var call = host.Inventory.BatchGetStockAsync(new BatchGetStockRequest());

        Should.Throw<InvalidOperationException>(() => call.GetStatus());
        Should.Throw<InvalidOperationException>(() => call.GetTrailers());
        answer.SetResult(new BatchGetStockResponse());
        await call.ResponseAsync.WaitAsync(TestService.Patience);
    }

    [Fact]
    public async Task Call_BlockingStub_IsRetriedToo()
    {
        _inventory.Stock = (_, _) => _inventory.Calls == 1 ? throw ShopErrors.Unavailable("AWAY", "Away.") : Task.FromResult(new BatchGetStockResponse());
        using var host = new CallingHost([_service.Address]);

        await Task.Run(() => host.Inventory.BatchGetStock(new BatchGetStockRequest())).WaitAsync(TestService.Patience);

        _inventory.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Calls_MoreThanTheLimitAtOnce_AreRefusedUntilOneEnds()
    {
        var answer = new TaskCompletionSource<BatchGetStockResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _inventory.Stock = (_, _) => answer.Task;
        using var host = new CallingHost([_service.Address], options => options.MaxConcurrentCalls = 2);
        var underWay = new[] { host.ReadAsync(), host.ReadAsync() };

        var refusal = await Should.ThrowAsync<RpcException>(host.ReadAsync());
        refusal.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(refusal).ShouldBe("TOO_MANY_CALLS");

        answer.SetResult(new BatchGetStockResponse());
        await Task.WhenAll(underWay);
        await host.ReadAsync();
        _inventory.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task Stream_Started_HasNoDeadlineAndDeliversItsMessages()
    {
        var context = new TaskCompletionSource<ServerCallContext>();
        _inventory.Watch = async (stream, call) =>
        {
            context.SetResult(call);
            await stream.WriteAsync(new WatchStockResponse());
            await stream.WriteAsync(new WatchStockResponse());
        };
        using var host = new CallingHost([_service.Address], options => options.TotalTimeout = TimeSpan.FromMilliseconds(1));

        using var watch = host.Inventory.WatchStock(new WatchStockRequest());

        (await watch.ResponseStream.ReadAllAsync().CountAsync()).ShouldBe(2);
        (await context.Task).Deadline.ShouldBe(DateTime.MaxValue);
    }

    [Fact]
    public async Task Stream_Fails_IsSentOnce()
    {
        _inventory.Fail(() => ShopErrors.Unavailable("AWAY", "Away."));
        using var host = new CallingHost([_service.Address]);

        using var watch = host.Inventory.WatchStock(new WatchStockRequest());

        (await Should.ThrowAsync<RpcException>(watch.ResponseStream.MoveNext())).StatusCode.ShouldBe(StatusCode.Unavailable);
        _inventory.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Calls_TwoClientsAtOneAddress_EachPassOnce()
    {
        _inventory.Reservation = (_, context) =>
        {
            context.RequestHeaders.GetAll("authorization").Count().ShouldBe(1);
            throw ShopErrors.Unavailable("AWAY", "Away.");
        };
        using var host = new CallingHost(
            [_service.Address],
            options => options.MaxRetryAttempts = 1,
            more: builder => builder.AddShopGrpcClient<CatalogService.CatalogServiceClient>("http://inventory", options => options.MaxRetryAttempts = 1));
        var catalog = host.Services.GetRequiredService<CatalogService.CatalogServiceClient>();

        await Should.ThrowAsync<RpcException>(host.Inventory.ReserveAsync(new ReserveRequest { RequestId = "r-1" }).ResponseAsync);
        (await Should.ThrowAsync<RpcException>(catalog.GetProductAsync(new GetProductRequest()).ResponseAsync)).StatusCode.ShouldBe(StatusCode.Unimplemented);

        _inventory.Calls.ShouldBe(2);
    }
}

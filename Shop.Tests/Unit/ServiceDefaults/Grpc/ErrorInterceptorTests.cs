using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Grpc;

public sealed class ErrorInterceptorTests : IAsyncLifetime
{
    private readonly ScriptedInventory _inventory = new();
    private readonly CollectedLogs _logs = new();
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync(_inventory, builder => builder.Logging.AddProvider(_logs.NewProvider()));

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task Call_ThrowsUnexpectedly_IsInternalAndTellsOnlyTheLog()
    {
        var bug = new InvalidOperationException("Password=hunter2");
        _inventory.Fail(() => bug);

        var error = await ErrorAsync();

        error.StatusCode.ShouldBe(StatusCode.Internal);
        ShopErrors.ReasonOf(error).ShouldBe("INTERNAL");
        error.Status.Detail.ShouldBe("Something went wrong on our side.");
        error.Trailers.Where(trailer => trailer.Key.StartsWith("grpc-", StringComparison.Ordinal)).ShouldHaveSingleItem().Key.ShouldBe(ShopErrors.DetailsTrailer);
        _logs.Entries.ShouldContain(entry => entry.Level == LogLevel.Error && entry.Exception == bug);
    }

    [Fact]
    public async Task Stream_ThrowsUnexpectedlyInTheMiddle_IsInternal()
    {
        _inventory.Watch = async (stream, _) =>
        {
            await stream.WriteAsync(new WatchStockResponse());
            throw new InvalidOperationException("Password=hunter2");
        };
        using var watch = Client.WatchStock(new WatchStockRequest());

        (await watch.ResponseStream.MoveNext()).ShouldBeTrue();
        var error = await Should.ThrowAsync<RpcException>(watch.ResponseStream.MoveNext());

        error.StatusCode.ShouldBe(StatusCode.Internal);
        error.Status.Detail.ShouldBe("Something went wrong on our side.");
    }

    [Fact]
    public async Task Call_Refuses_PassesAsItIs()
    {
        _inventory.Fail(() => ShopErrors.FailedPrecondition("OUT_OF_STOCK", "Not enough.", new Dictionary<string, string> { ["A"] = "1" }));

        var error = await ErrorAsync();

        error.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        error.Status.Detail.ShouldBe("Not enough.");
        ShopErrors.DetailOf<Contracts.Rpc.ErrorInfo>(error)!.Metadata["A"].ShouldBe("1");
        _logs.Entries.ShouldNotContain(entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Call_RequestIdUsedAgain_IsInvalidArgument()
    {
        _inventory.Fail(() => new RequestIdReusedException(RequestKey.Of("rpc", "guest-1", Guid.NewGuid().ToString(), new ReserveRequest())));

        var error = await ErrorAsync();

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        ShopErrors.ReasonOf(error).ShouldBe(RequestIdReusedException.Reason);
    }

    [Fact]
    public async Task Call_StoreIsAway_IsUnavailable()
    {
        _inventory.Fail(() => new InvalidOperationException("While reading", new TimeoutException("to 10.0.0.1")));

        var error = await ErrorAsync();

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(error).ShouldBe("STORE_UNAVAILABLE");
        error.Status.Detail.ShouldNotContain("10.0.0.1");
    }

    [Fact]
    public async Task Call_InterruptedByTheProcessItself_IsUnavailable()
    {
        _inventory.Fail(() => new OperationCanceledException());

        var error = await ErrorAsync();

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(error).ShouldBe("INTERRUPTED");
    }

    [Theory]
    [InlineData(-1, StatusCode.DeadlineExceeded)]
    [InlineData(60, StatusCode.Cancelled)]
    public async Task Call_Cancelled_IsByDeadlineOrByTheClient(int secondsLeft, StatusCode expected)
    {
        var interceptor = new ErrorInterceptor(NullLogger<ErrorInterceptor>.Instance);
        var context = new BareCallContext(DateTime.UtcNow.AddSeconds(secondsLeft), new CancellationToken(canceled: true));

        var handling = interceptor.UnaryServerHandler<string, string>("", context, (_, _) => throw new InvalidOperationException("whatever comes of it"));

        (await Should.ThrowAsync<RpcException>(handling)).StatusCode.ShouldBe(expected);
    }

    private InventoryService.InventoryServiceClient Client => new(_service.Channel);

    private Task<RpcException> ErrorAsync() => Should.ThrowAsync<RpcException>(Client.BatchGetStockAsync(new BatchGetStockRequest()).ResponseAsync.WaitAsync(TestService.Patience));
}

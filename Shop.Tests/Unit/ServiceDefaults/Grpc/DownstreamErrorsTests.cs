using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Grpc;

/// <summary>A service asks another one, and its caller reads what comes of it.</summary>
public sealed class DownstreamErrorsTests : IAsyncLifetime
{
    private readonly ScriptedInventory _asked = new();
    private readonly ScriptedInventory _asking = new();
    private readonly CollectedLogs _logs = new();
    private TestService _inner = null!;
    private TestService _outer = null!;

    public async Task InitializeAsync()
    {
        _inner = await TestService.StartAsync(_asked);
        _outer = await TestService.StartAsync(
            _asking,
            builder =>
            {
                builder.Logging.AddProvider(_logs.NewProvider());
                builder.AddShopGrpcClient<InventoryService.InventoryServiceClient>("http://inventory", options =>
                {
                    options.MaxRetryAttempts = 0;
                    options.MethodTimeouts["Reserve"] = TimeSpan.FromMilliseconds(300);
                });
            },
            TestService.ReplicasOf("inventory", _inner.Address));
        var inventory = _outer.App.Services.GetRequiredService<InventoryService.InventoryServiceClient>();
        _asking.Stock = (request, _) => inventory.BatchGetStockAsync(request).ResponseAsync;
    }

    public async Task DisposeAsync()
    {
        await _outer.DisposeAsync();
        await _inner.DisposeAsync();
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.AlreadyExists)]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.ResourceExhausted)]
    public async Task Answer_RefusalOfTheShop_PassesWithItsDetailsAlone(StatusCode code)
    {
        _asked.Stock = (_, context) =>
        {
            context.ResponseTrailers.Add("internal-note", "secret");
            context.ResponseTrailers.Add("grpc-retry-pushback-ms", "-1");
            throw Refusal(code);
        };

        var error = await ErrorAsync();

        error.StatusCode.ShouldBe(code);
        error.Status.Detail.ShouldBe("No.");
        ShopErrors.ReasonOf(error).ShouldBe("SOME_REASON");
        error.Trailers.ShouldNotContain(trailer => trailer.Key == "internal-note" || trailer.Key == "grpc-retry-pushback-ms");
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.Unimplemented)]
    [InlineData(StatusCode.DataLoss)]
    public async Task Answer_ThatIsBetweenTheServices_IsInternalAndLogged(StatusCode code)
    {
        _asked.Fail(() => Refusal(code));

        var error = await ErrorAsync();

        error.StatusCode.ShouldBe(StatusCode.Internal);
        ShopErrors.ReasonOf(error).ShouldBe("INTERNAL");
        _logs.Entries.ShouldContain(entry => entry.Level == LogLevel.Error && ((RpcException)entry.Exception!).StatusCode == code);
    }

    [Fact]
    public async Task Answer_RefusalOfSomethingOnTheWay_IsInternal()
    {
        // The client's own limit of what it receives: RESOURCE_EXHAUSTED, but no refusal of the shop.
        _asked.Stock = (_, _) => Task.FromResult(new BatchGetStockResponse { MissingSkus = { new string('x', 5 * 1024 * 1024) } });

        (await ErrorAsync()).StatusCode.ShouldBe(StatusCode.Internal);
    }

    [Fact]
    public async Task Answer_Unavailable_StaysUnavailableWithItsReasonAndItsDelay()
    {
        _asked.Fail(() => ShopErrors.Unavailable("SOME_REASON", "orderdb at 10.0.0.1", TimeSpan.FromSeconds(7)));

        var error = await ErrorAsync();

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(error).ShouldBe("SOME_REASON");
        ShopErrors.DetailOf<Contracts.Rpc.RetryInfo>(error)!.RetryDelay.ToTimeSpan().ShouldBe(TimeSpan.FromSeconds(7));
        error.Status.Detail.ShouldNotContain("10.0.0.1");
    }

    [Fact]
    public async Task Answer_NobodyIsThere_IsUnavailableAndNamesNoAddress()
    {
        await _inner.DisposeAsync();

        var error = await ErrorAsync();

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(error).ShouldBe("SERVICE_UNAVAILABLE");
        error.Status.Detail.ShouldNotContain("127.0.0.1");
        _logs.Entries.ShouldContain(entry => entry.Level == LogLevel.Warning && entry.Message.Contains("a service is away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answer_TooLate_IsUnavailable()
    {
        _asked.Reservation = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new Reservation();
        };
        var inventory = _outer.App.Services.GetRequiredService<InventoryService.InventoryServiceClient>();
        _asking.Stock = async (_, _) =>
        {
            await inventory.ReserveAsync(new ReserveRequest());
            return new BatchGetStockResponse();
        };

        var error = await ErrorAsync();

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(error).ShouldBe("SERVICE_TIMED_OUT");
    }

    [Fact]
    public async Task Answer_OfAStream_IsTranslatedToo()
    {
        _asked.Fail(() => Refusal(StatusCode.PermissionDenied));
        var inventory = _outer.App.Services.GetRequiredService<InventoryService.InventoryServiceClient>();
        _asking.Watch = async (_, _) =>
        {
            using var watch = inventory.WatchStock(new WatchStockRequest());
            await watch.ResponseStream.MoveNext();
        };
        using var stream = Client.WatchStock(new WatchStockRequest());

        (await Should.ThrowAsync<RpcException>(stream.ResponseStream.MoveNext())).StatusCode.ShouldBe(StatusCode.Internal);
    }

    private InventoryService.InventoryServiceClient Client => new(_outer.Channel);

    private static ShopException Refusal(StatusCode code) =>
        new(new Status(code, "No."), ShopErrors.FailedPrecondition("SOME_REASON", "No.").Trailers);

    private Task<RpcException> ErrorAsync() => Should.ThrowAsync<RpcException>(Client.BatchGetStockAsync(new BatchGetStockRequest()).ResponseAsync.WaitAsync(TestService.Patience));
}

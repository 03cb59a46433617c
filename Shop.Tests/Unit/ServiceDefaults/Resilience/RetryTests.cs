using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Resilience;

public sealed class RetryTests : IAsyncLifetime
{
    private readonly ScriptedInventory _inventory = new();
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync(_inventory);

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task Call_UnavailableOnce_IsAnsweredByTheSecondAttempt()
    {
        _inventory.Stock = (_, _) => _inventory.Calls == 1 ? throw Away() : Task.FromResult(new BatchGetStockResponse { MissingSkus = { "A" } });
        using var host = new CallingHost([_service.Address]);

        (await host.ReadAsync()).MissingSkus.ShouldBe(["A"]);

        _inventory.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Call_AlwaysUnavailable_EndsWithTheServersOwnError()
    {
        _inventory.Fail(Away);
        using var host = new CallingHost([_service.Address], options => options.MaxRetryAttempts = 3);

        var exception = await Should.ThrowAsync<RpcException>(host.ReadAsync());

        ShopErrors.ReasonOf(exception).ShouldBe("AWAY");
        _inventory.Calls.ShouldBe(4);
    }

    [Fact]
    public async Task Call_NoRetriesWanted_IsSentOnce()
    {
        _inventory.Fail(Away);
        using var host = new CallingHost([_service.Address], options => options.MaxRetryAttempts = 0);

        await Should.ThrowAsync<RpcException>(host.ReadAsync());

        _inventory.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.AlreadyExists)]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.Unauthenticated)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unimplemented)]
    public async Task Call_AnyOtherError_IsSentOnce(StatusCode code)
    {
        _inventory.Fail(() => new ShopException(new Status(code, "no"), []));
        using var host = new CallingHost([_service.Address]);

        (await Should.ThrowAsync<RpcException>(host.ReadAsync())).StatusCode.ShouldBe(code);

        _inventory.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Call_ChangesSomethingWithRequestId_IsRepeatedWithTheSame()
    {
        var seen = new List<string>();
        _inventory.Reservation = (request, _) =>
        {
            seen.Add(request.RequestId);
            return seen.Count == 1 ? throw Away() : Task.FromResult(new Reservation());
        };
        using var host = new CallingHost([_service.Address]);

        await host.Inventory.ReserveAsync(new ReserveRequest { RequestId = "r-1" });

        seen.ShouldBe(["r-1", "r-1"]);
    }

    [Fact]
    public async Task Call_ChangesSomethingWithoutRequestId_IsSentOnce()
    {
        _inventory.Fail(Away);
        using var host = new CallingHost([_service.Address]);

        await Should.ThrowAsync<RpcException>(host.Inventory.ReserveAsync(new ReserveRequest()).ResponseAsync);

        _inventory.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    public async Task Call_ServerSaysNotAgain_IsSentOnce(string pushback)
    {
        _inventory.Stock = (_, context) =>
        {
            context.ResponseTrailers.Add("grpc-retry-pushback-ms", pushback);
            throw Away();
        };
        using var host = new CallingHost([_service.Address]);

        await Should.ThrowAsync<RpcException>(host.ReadAsync());

        _inventory.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_ServerSaysWhen_IsRepeatedThen(bool byTrailer)
    {
        _inventory.Stock = (_, context) =>
        {
            if (_inventory.Calls > 1)
            {
                return Task.FromResult(new BatchGetStockResponse());
            }

            if (byTrailer)
            {
                context.ResponseTrailers.Add("grpc-retry-pushback-ms", "90000");
            }

            throw ShopErrors.Unavailable("AWAY", "Away.", byTrailer ? null : TimeSpan.FromSeconds(90));
        };
        var time = new ManualTime();
        using var host = new CallingHost([_service.Address], options => options.TotalTimeout = TimeSpan.FromMinutes(10), time);

        var call = host.ReadAsync();
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(90));
        _inventory.Calls.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(90));
        await call;

        _inventory.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Call_ServerSaysLaterThanTheDeadline_EndsAtOnceWithTheServersError()
    {
        _inventory.Fail(() => ShopErrors.Unavailable("AWAY", "Away.", TimeSpan.FromHours(1)));
        using var host = new CallingHost([_service.Address], time: new ManualTime());

        ShopErrors.ReasonOf(await Should.ThrowAsync<RpcException>(host.ReadAsync())).ShouldBe("AWAY");

        _inventory.Calls.ShouldBe(1);
    }

    private static RpcException Away() => ShopErrors.Unavailable("AWAY", "Away.");
}

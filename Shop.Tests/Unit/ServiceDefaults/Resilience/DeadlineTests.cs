using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Resilience;

public sealed class DeadlineTests : IAsyncLifetime
{
    private readonly ScriptedInventory _inventory = new();
    private readonly TaskCompletionSource<ServerCallContext> _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync(_inventory);

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Fact]
    public async Task Call_ServerHangs_EndsAtTheTotalTimeoutOnBothSides()
    {
        HangInStock();
        using var host = new CallingHost([_service.Address], options => options.TotalTimeout = TimeSpan.FromMilliseconds(300));

        var exception = await Should.ThrowAsync<RpcException>(host.ReadAsync());

        exception.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await _cancelled.Task.WaitAsync(TestService.Patience);
    }

    [Fact]
    public async Task Call_WaitsForItsNextAttempt_EndsAtTheTotalTimeout()
    {
        _inventory.Fail(() => ShopErrors.Unavailable("AWAY", "Away.", TimeSpan.FromSeconds(20)));
        var time = new ManualTime();
        using var host = new CallingHost([_service.Address], options => options.TotalTimeout = TimeSpan.FromSeconds(30), time);

        var call = host.ReadAsync();
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(20));
        time.Advance(TimeSpan.FromSeconds(20));
        var exception = await Should.ThrowAsync<RpcException>(call);

        // The second wait would end too late.
        ShopErrors.ReasonOf(exception).ShouldBe("AWAY");
        _inventory.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Call_DeadlineDuringTheDelay_IsDeadlineExceeded()
    {
        _inventory.Fail(() => ShopErrors.Unavailable("AWAY", "Away."));
        var time = new ManualTime();
        using var host = new CallingHost(
            [_service.Address],
            options =>
            {
                options.TotalTimeout = TimeSpan.FromSeconds(30);
                options.RetryDelay = TimeSpan.FromDays(1);
            },
            time);

        var call = host.ReadAsync();
        await time.WaitForTimerBeyondAsync(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(30));

        (await Should.ThrowAsync<RpcException>(call)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Call_MethodWithATimeoutOfItsOwn_HasThat()
    {
        HangInStock();
        using var host = new CallingHost([_service.Address], options => options.MethodTimeouts["BatchGetStock"] = TimeSpan.FromMilliseconds(300));

        (await Should.ThrowAsync<RpcException>(host.ReadAsync())).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Call_NearerDeadlineOfItsOwn_Wins()
    {
        HangInStock();
        using var host = new CallingHost([_service.Address]);

        var call = host.Inventory.BatchGetStockAsync(new BatchGetStockRequest(), deadline: DateTime.UtcNow.AddMilliseconds(300));

        (await Should.ThrowAsync<RpcException>(call.ResponseAsync.WaitAsync(TestService.Patience))).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Call_DeadlineIsPast_IsNotSent()
    {
        using var host = new CallingHost([_service.Address]);

        var call = host.Inventory.BatchGetStockAsync(new BatchGetStockRequest(), deadline: DateTime.UtcNow.AddSeconds(-1));

        (await Should.ThrowAsync<RpcException>(call.ResponseAsync.WaitAsync(TestService.Patience))).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        _inventory.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task Call_MayNotBeRepeated_HasAllTheTimeInItsOnlyAttempt()
    {
        _inventory.Reservation = (_, context) =>
        {
            _arrived.SetResult(context);
            return Task.FromResult(new Reservation());
        };
        using var host = new CallingHost([_service.Address], options => options.TotalTimeout = TimeSpan.FromHours(2));

        await host.Inventory.ReserveAsync(new ReserveRequest());

        var deadline = (await _arrived.Task).Deadline;
        deadline.ShouldBeGreaterThan(DateTime.UtcNow.AddMinutes(90));
    }

    [Fact]
    public async Task Call_WithinACallWithADeadline_InheritsIt()
    {
        _inventory.Stock = (_, context) =>
        {
            _arrived.SetResult(context);
            return Task.FromResult(new BatchGetStockResponse());
        };
        await using var outer = await StartOuterAsync();
        var deadline = DateTime.UtcNow + TestService.Patience;

        await Client(outer).BatchGetStockAsync(new BatchGetStockRequest(), deadline: deadline);

        (await _arrived.Task).Deadline.ShouldBeInRange(deadline.AddSeconds(-5), deadline.AddSeconds(5));
    }

    [Fact]
    public async Task Call_WithinACallThatIsCancelled_IsCancelled()
    {
        HangInStock();
        await using var outer = await StartOuterAsync();
        using var user = new CancellationTokenSource();

        var call = Client(outer).BatchGetStockAsync(new BatchGetStockRequest(), cancellationToken: user.Token);
        await _arrived.Task.WaitAsync(TestService.Patience);
        await user.CancelAsync();

        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await _cancelled.Task.WaitAsync(TestService.Patience);
    }

    [Fact]
    public async Task Call_UserCancels_IsCancelledOnBothSides()
    {
        HangInStock();
        using var host = new CallingHost([_service.Address]);
        using var user = new CancellationTokenSource();

        var call = host.ReadAsync(user.Token);
        await _arrived.Task.WaitAsync(TestService.Patience);
        await user.CancelAsync();

        (await Should.ThrowAsync<RpcException>(call)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await _cancelled.Task.WaitAsync(TestService.Patience);
    }

    [Fact]
    public async Task Call_UserCancelsBetweenAttempts_IsCancelled()
    {
        _inventory.Fail(() => ShopErrors.Unavailable("AWAY", "Away.", TimeSpan.FromSeconds(20)));
        var time = new ManualTime();
        using var host = new CallingHost([_service.Address], time: time);
        using var user = new CancellationTokenSource();

        var call = host.ReadAsync(user.Token);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(20));
        await user.CancelAsync();

        (await Should.ThrowAsync<RpcException>(call)).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Call_Disposed_IsCancelledOnBothSides()
    {
        HangInStock();
        using var host = new CallingHost([_service.Address]);

        var call = host.Inventory.BatchGetStockAsync(new BatchGetStockRequest());
        await _arrived.Task.WaitAsync(TestService.Patience);
        call.Dispose();

        (await Should.ThrowAsync<RpcException>(call.ResponseAsync.WaitAsync(TestService.Patience))).StatusCode.ShouldBe(StatusCode.Cancelled);
        await _cancelled.Task.WaitAsync(TestService.Patience);
        call.Dispose();
    }

    private void HangInStock() => _inventory.Stock = async (_, context) =>
    {
        _arrived.TrySetResult(context);
        using var registration = context.CancellationToken.Register(() => _cancelled.TrySetResult());
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return new BatchGetStockResponse();
    };

    // A service that asks the inventory for every call it serves, and would give it an hour.
    private async Task<TestService> StartOuterAsync()
    {
        var outer = new ScriptedInventory();
        var service = await TestService.StartAsync(
            outer,
            builder => builder.AddShopGrpcClient<InventoryService.InventoryServiceClient>("http://inventory", options =>
            {
                options.TotalTimeout = TimeSpan.FromHours(1);
                options.AttemptTimeout = TimeSpan.FromHours(1);
            }),
            TestService.ReplicasOf("inventory", _service.Address));
        var inventory = service.App.Services.GetRequiredService<InventoryService.InventoryServiceClient>();
        outer.Stock = (request, _) => inventory.BatchGetStockAsync(request).ResponseAsync;
        return service;
    }

    private static InventoryService.InventoryServiceClient Client(TestService service) => new(service.Channel);
}

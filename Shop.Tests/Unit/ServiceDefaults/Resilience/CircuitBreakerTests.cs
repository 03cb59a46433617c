using Grpc.Core;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Resilience;

public sealed class CircuitBreakerTests : IAsyncLifetime
{
    private const int Throughput = 10;
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(2);

    private readonly ScriptedInventory _inventory = new();
    private readonly ManualTime _time = new();
    private TestService _service = null!;

    public async Task InitializeAsync() => _service = await TestService.StartAsync(_inventory);

    public Task DisposeAsync() => _service.DisposeAsync().AsTask();

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.Internal)]
    public async Task Breaker_MostAttemptsFail_OpensAndSendsNothing(StatusCode code)
    {
        _inventory.Fail(() => Error(code));
        using var host = Host();
        await CallAsync(host, Throughput);

        await ShouldBeRefusedAsync(host);

        _inventory.Calls.ShouldBe(Throughput);
    }

    [Fact]
    public async Task Breaker_AttemptsTimeOut_Opens()
    {
        using var mute = new MuteServer();
        using var host = new CallingHost(
            [mute.Address],
            options =>
            {
                Configure(options);
                options.TotalTimeout = TimeSpan.FromMilliseconds(300);
            });
        (await Task.WhenAll(Enumerable.Range(0, Throughput).Select(_ => CodeOfAsync(host)))).ShouldAllBe(code => code == StatusCode.DeadlineExceeded || code == StatusCode.Unavailable);

        await ShouldBeRefusedAsync(host);
    }

    [Fact]
    public async Task Breaker_CallersHaveNoTimeLeft_StaysClosed()
    {
        using var mute = new MuteServer();
        using var host = new CallingHost([mute.Address], Configure);

        for (var i = 0; i < Throughput * 2; i++)
        {
            var call = host.Inventory.BatchGetStockAsync(new BatchGetStockRequest(), deadline: DateTime.UtcNow.AddMilliseconds(50));
            (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        }
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.AlreadyExists)]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Unauthenticated)]
    public async Task Breaker_TargetRefuses_StaysClosed(StatusCode code)
    {
        _inventory.Fail(() => Error(code));
        using var host = Host();
        await CallAsync(host, Throughput * 3);

        _inventory.Calls.ShouldBe(Throughput * 3);
    }

    [Fact]
    public async Task Breaker_FewFailures_StaysClosed()
    {
        _inventory.Stock = (_, _) => _inventory.Calls % 3 == 0 ? throw Error(StatusCode.Internal) : Task.FromResult(new BatchGetStockResponse());
        using var host = Host();
        await CallAsync(host, Throughput * 3);

        _inventory.Calls.ShouldBe(Throughput * 3);
    }

    [Fact]
    public async Task Breaker_TargetIsBackAfterTheBreak_ClosesAgain()
    {
        _inventory.Fail(() => Error(StatusCode.Unavailable));
        using var host = Host();
        await CallAsync(host, Throughput);
        await ShouldBeRefusedAsync(host);

        _inventory.Recover();
        await ShouldBeRefusedAsync(host);
        _time.Advance(Break);
        await host.ReadAsync();
        await host.ReadAsync();

        _inventory.Calls.ShouldBe(Throughput + 2);
    }

    [Fact]
    public async Task Breaker_TargetStillAwayAfterTheBreak_OpensAgain()
    {
        _inventory.Fail(() => Error(StatusCode.Unavailable));
        using var host = Host();
        await CallAsync(host, Throughput);
        _time.Advance(Break);

        await CallAsync(host, 1);
        await ShouldBeRefusedAsync(host);

        _inventory.Calls.ShouldBe(Throughput + 1);
    }

    [Fact]
    public async Task Breaker_WhileOneCallFindsOut_RefusesTheOthers()
    {
        _inventory.Fail(() => Error(StatusCode.Unavailable));
        using var host = Host();
        await CallAsync(host, Throughput);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<BatchGetStockResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        _inventory.Stock = (_, _) =>
        {
            arrived.SetResult();
            return answer.Task;
        };
        _time.Advance(Break);

        var probe = host.ReadAsync();
        await arrived.Task.WaitAsync(TestService.Patience);
        await ShouldBeRefusedAsync(host);
        answer.SetResult(new BatchGetStockResponse());
        await probe;

        _inventory.Recover();
        await host.ReadAsync();
    }

    [Fact]
    public async Task Breaker_OfOneReplica_LeavesTheOthersOpenToCalls()
    {
        var healthy = new ScriptedInventory();
        await using var other = await TestService.StartAsync(healthy);
        _inventory.Fail(() => Error(StatusCode.Internal));
        using var host = new CallingHost([_service.Address, other.Address], Configure, _time);

        // INTERNAL is an answer, so the replica is not spared: half of the calls go there until its breaker opens.
        await CallAsync(host, Throughput * 2);
        healthy.Calls.ShouldBe(Throughput);
        for (var i = 0; i < Throughput; i++)
        {
            await host.ReadAsync();
        }

        healthy.Calls.ShouldBe(Throughput * 2);
    }

    [Fact]
    public async Task Breaker_Open_SaysWhenToTryAgain()
    {
        _inventory.Fail(() => Error(StatusCode.Unavailable));
        using var host = Host();
        await CallAsync(host, Throughput);

        var refusal = await ShouldBeRefusedAsync(host);

        ShopErrors.DetailOf<Contracts.Rpc.RetryInfo>(refusal)!.RetryDelay.ToTimeSpan().ShouldBe(Break);
    }

    private CallingHost Host() => new([_service.Address], Configure, _time);

    private static void Configure(ShopGrpcClientOptions options)
    {
        options.MaxRetryAttempts = 0;
        options.BreakerMinimumThroughput = Throughput;
        options.BreakDuration = Break;
    }

    private static ShopException Error(StatusCode code) => new(new Status(code, "no"), []);

    private static async Task CallAsync(CallingHost host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await CodeOfAsync(host);
        }
    }

    private static async Task<StatusCode> CodeOfAsync(CallingHost host)
    {
        try
        {
            await host.ReadAsync();
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private static async Task<RpcException> ShouldBeRefusedAsync(CallingHost host)
    {
        var refusal = await Should.ThrowAsync<RpcException>(host.ReadAsync());
        refusal.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(refusal).ShouldBe("CIRCUIT_OPEN");
        return refusal;
    }
}

using System.Diagnostics.Metrics;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shop.Contracts.Rpc;
using Shop.Orders;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.Orders;

public sealed class PlaceOrderGateTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Enter_AllPlacesAndTheQueueTaken_IsToldWhenToComeAgain()
    {
        using var gate = Gate(placing: 1, waiting: 1);
        using var turn = await gate.EnterAsync(CancellationToken.None);
        var waiting = gate.EnterAsync(CancellationToken.None).AsTask();

        var refusal = await Should.ThrowAsync<RpcException>(async () => await gate.EnterAsync(CancellationToken.None));

        refusal.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        ShopErrors.ReasonOf(refusal).ShouldBe("TOO_MANY_ORDERS");
        ShopErrors.DetailOf<RetryInfo>(refusal).ShouldNotBeNull().RetryDelay.ToTimeSpan().ShouldBeInRange(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(7.5));
        waiting.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Enter_Waiting_GetsInAsSoonAsAnotherIsDone()
    {
        using var gate = Gate(placing: 1, waiting: 1);
        var turn = await gate.EnterAsync(CancellationToken.None);
        var waiting = gate.EnterAsync(CancellationToken.None).AsTask();

        turn.Dispose();

        (await waiting.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
        (await gate.EnterAsync(CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task Enter_GivesUpWaiting_LeavesItsPlaceInTheQueue()
    {
        using var gate = Gate(placing: 1, waiting: 1);
        var turn = await gate.EnterAsync(CancellationToken.None);
        using var impatience = new CancellationTokenSource();
        var impatient = gate.EnterAsync(impatience.Token).AsTask();

        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(impatient);
        var next = gate.EnterAsync(CancellationToken.None).AsTask();
        turn.Dispose();

        (await next.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }

    [Fact]
    public async Task Enter_TurnsThatTakeLong_IsToldToComeAgainWhenTheQueueWillBeGone()
    {
        var time = new ManualTime();
        using var gate = Gate(placing: 1, waiting: 2, time);
        for (var i = 0; i < 20; i++)
        {
            using (await gate.EnterAsync(CancellationToken.None))
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        using var turn = await gate.EnterAsync(CancellationToken.None);
        _ = gate.EnterAsync(CancellationToken.None).AsTask();
        _ = gate.EnterAsync(CancellationToken.None).AsTask();
        var refusal = await Should.ThrowAsync<RpcException>(async () => await gate.EnterAsync(CancellationToken.None));

        ShopErrors.DetailOf<RetryInfo>(refusal).ShouldNotBeNull().RetryDelay.ToTimeSpan().ShouldBeInRange(TimeSpan.FromSeconds(1.8), TimeSpan.FromSeconds(3));
    }

    private PlaceOrderGate Gate(int placing, int waiting, TimeProvider? time = null) => new(
        Options.Create(new OrderOptions { MaxPlacing = placing, MaxWaiting = waiting }),
        new OrderTelemetry(_services.GetRequiredService<IMeterFactory>(), NullLogger<OrderTelemetry>.Instance),
        time ?? TimeProvider.System);
}

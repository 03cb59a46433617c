using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.Tests.Unit.ServiceDefaults.Loopback;

namespace Shop.Tests.Unit.ServiceDefaults.Resilience;

public sealed class ReplicasTests : IAsyncLifetime
{
    private readonly ScriptedInventory _first = new();
    private readonly ScriptedInventory _second = new();
    private TestService _one = null!;
    private TestService _two = null!;

    public async Task InitializeAsync()
    {
        _one = await TestService.StartAsync(_first);
        _two = await TestService.StartAsync(_second);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Calls_TwoReplicas_AreTakenInTurn()
    {
        using var host = new CallingHost([_one.Address, _two.Address]);

        for (var i = 0; i < 10; i++)
        {
            await host.ReadAsync();
        }

        _first.Calls.ShouldBe(5);
        _second.Calls.ShouldBe(5);
    }

    [Fact]
    public async Task Calls_OneReplicaKilled_AllSucceed()
    {
        using var host = new CallingHost([_one.Address, _two.Address]);
        await host.ReadAsync();
        await _one.DisposeAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.ReadAsync()));

        _second.Calls.ShouldBeGreaterThanOrEqualTo(50);
    }

    [Fact]
    public async Task Calls_ReplicaNeverStarted_AllSucceed()
    {
        using var host = new CallingHost([new Uri($"http://127.0.0.1:{TestService.FreePort()}"), _two.Address]);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.ReadAsync()));

        _second.Calls.ShouldBe(50);
    }

    [Fact]
    public async Task Calls_OneReplicaBreaksConnections_AllSucceed()
    {
        await using var broken = new HangingUpServer();
        using var host = new CallingHost([broken.Address, _two.Address]);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.ReadAsync()));

        // More when an attempt ran out of its time on a busy machine.
        _second.Calls.ShouldBeGreaterThanOrEqualTo(50);
    }

    [Fact]
    public async Task Calls_OneReplicaIsLostAfterItsHeaders_AllSucceed()
    {
        _first.Stock = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            context.GetHttpContext().Abort();
            return new BatchGetStockResponse();
        };
        using var host = new CallingHost([_one.Address, _two.Address]);

        await ReadAsync(host, 10);

        _second.Calls.ShouldBe(10);
    }

    [Fact]
    public async Task Call_ConnectionIsLostAndNotRepeatable_IsUnavailable()
    {
        _first.Reservation = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            context.GetHttpContext().Abort();
            return new Reservation();
        };
        using var host = new CallingHost([_one.Address]);

        var error = await Should.ThrowAsync<RpcException>(host.Inventory.ReserveAsync(new ReserveRequest()).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        ShopErrors.ReasonOf(error).ShouldBe(LostConnections.Reason);
        _first.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Calls_OneReplicaAcceptsAndNeverAnswers_AllSucceedAtTheOther()
    {
        using var mute = new MuteServer();
        using var host = new CallingHost([mute.Address, _two.Address], options => options.AttemptTimeout = TimeSpan.FromSeconds(3));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.ReadAsync()));

        _second.Calls.ShouldBe(50);
    }

    [Fact]
    public async Task Calls_NameWithoutReplicas_GoToTheHostOfThatName()
    {
        using var host = new CallingHost([], more: builder =>
            builder.AddShopGrpcClient<InventoryService.InventoryServiceClient>($"http://localhost:{_one.Address.Port}"));

        await host.ReadAsync();

        _first.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Calls_ReplicaFailed_IsSparedUntilOneCallFindsItBack()
    {
        _first.Fail(() => ShopErrors.Unavailable("AWAY", "Away."));
        var time = new ManualTime();
        using var host = new CallingHost([_one.Address, _two.Address], options => options.RetryDelay = TimeSpan.Zero, time);
        await ReadAsync(host, 10);
        _first.Calls.ShouldBe(1);

        time.Advance(TimeSpan.FromSeconds(5));
        await ReadAsync(host, 10);
        _first.Calls.ShouldBe(2);

        _first.Recover();
        time.Advance(TimeSpan.FromSeconds(5));
        await ReadAsync(host, 10);
        _first.Calls.ShouldBe(7);
    }

    [Fact]
    public async Task Calls_SparedReplicaIsTheOnlyOneLeft_IsAsked()
    {
        _first.Stock = (_, _) => _first.Calls < 3 ? throw ShopErrors.Unavailable("AWAY", "Away.") : Task.FromResult(new BatchGetStockResponse());
        using var host = new CallingHost([_one.Address]);

        await host.ReadAsync();

        _first.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task Calls_ReplicaRefuses_IsNotSpared()
    {
        _first.Fail(() => ShopErrors.FailedPrecondition("NO", "No."));
        _second.Fail(() => ShopErrors.FailedPrecondition("NO", "No."));
        using var host = new CallingHost([_one.Address, _two.Address]);

        for (var i = 0; i < 10; i++)
        {
            await Should.ThrowAsync<RpcException>(host.ReadAsync());
        }

        _first.Calls.ShouldBe(5);
    }

    [Fact]
    public async Task Calls_ReplicaAddedAndRemoved_FollowTheConfiguration()
    {
        using var host = new CallingHost([_one.Address]);
        await ReadAsync(host, 2);

        Reconfigure(host, _two.Address);
        await ReadAsync(host, 2);

        _first.Calls.ShouldBe(2);
        _second.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Streams_TwoReplicas_AreTakenInTurn()
    {
        using var host = new CallingHost([_one.Address, _two.Address]);

        for (var i = 0; i < 4; i++)
        {
            using var watch = host.Inventory.WatchStock(new WatchStockRequest());
            (await watch.ResponseStream.MoveNext()).ShouldBeFalse();
        }

        _first.Calls.ShouldBe(2);
        _second.Calls.ShouldBe(2);
    }

    private static void Reconfigure(CallingHost host, Uri replica)
    {
        var configuration = (IConfigurationRoot)host.Services.GetService(typeof(IConfiguration))!;
        configuration["services:inventory:http:0"] = replica.ToString();
        configuration.Reload();
    }

    private static async Task ReadAsync(CallingHost host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await host.ReadAsync();
        }
    }
}

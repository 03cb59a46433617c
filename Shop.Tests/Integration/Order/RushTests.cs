using Grpc.Core;
using Shop.Contracts.Rpc;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Integration.Orders;

/// <summary>More shoppers at once than orders can be placed.</summary>
public sealed class RushTests(ShopServers servers) : OrderTest(servers)
{
    private protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Order:MaxPlacing", "2"), new("Order:MaxWaiting", "2")];

    [Fact]
    public async Task Place_MoreThanFitIn_TheRestIsToldToComeAgainAndThenIsServed()
    {
        var goOn = new TaskCompletionSource();
        Stock.AfterReserve = _ => goOn.Task;
        var requests = Enumerable.Range(0, 7).Select(_ => PlaceRequest()).ToList();
        var calls = requests.Select((request, i) => AnswerAsync(Client($"guest-{i}").PlaceOrderAsync(request))).ToList();
        // Two are being served, two wait.
        await EventuallyAsync(() => Task.FromResult(calls.Count(call => call.IsCompleted) == 3), "three who are told to come again");

        foreach (var refused in calls.Where(call => call.IsCompleted))
        {
            var refusal = (await refused).ShouldNotBeNull();
            refusal.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
            ShopErrors.ReasonOf(refusal).ShouldBe("TOO_MANY_ORDERS");
            ShopErrors.DetailOf<RetryInfo>(refusal).ShouldNotBeNull().RetryDelay.ToTimeSpan().ShouldBeGreaterThan(TimeSpan.Zero);
        }

        var again = calls.Select((call, i) => (call, i)).Where(entry => entry.call.IsCompleted).Select(entry => entry.i).ToList();
        goOn.SetResult();
        (await Task.WhenAll(calls)).Count(refusal => refusal is null).ShouldBe(4);
        foreach (var i in again)
        {
            (await AnswerAsync(Client($"guest-{i}").PlaceOrderAsync(requests[i]))).ShouldBeNull();
        }

        (await ScalarAsync<long>("SELECT count(*) FROM orders")).ShouldBe(7);
    }

    private static async Task<RpcException?> AnswerAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return null;
        }
        catch (RpcException refusal)
        {
            return refusal;
        }
    }
}

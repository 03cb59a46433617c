using System.Diagnostics;
using Grpc.Core;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Rpc;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Load.FlashSale;

/// <summary>One who wants one piece: fills the cart beforehand, orders when the sale opens, and asks again as long as the answer is that it is too much.</summary>
internal sealed class FlashSaleShopper(FlashSaleDoor door, int number) : IDisposable
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly ShopSession _session = new();
    private readonly string _requestId = Guid.CreateVersion7().ToString();
    private Money? _total;

    /// <summary>How often it was too much.</summary>
    public int Shed { get; private set; }

    public Task ComeAsync(CancellationToken cancellationToken) => RepeatAsync(
        async options =>
        {
            await _session.BeginGuestAsync(door.Identity(number), options);
            return true;
        },
        cancellationToken);

    public void Dispose() => _session.Dispose();

    public async Task FillCartAsync(string sku, CancellationToken cancellationToken) =>
        _total = (await RepeatAsync(
            options => door.Cart(number).AddItemAsync(new AddItemRequest { RequestId = _requestId, Sku = sku, Quantity = 1 }, options).ResponseAsync, cancellationToken)).Answer.Subtotal;

    public async Task<FlashSaleAnswer> OrderAsync(CancellationToken cancellationToken)
    {
        var request = new PlaceOrderRequest
        {
            RequestId = _requestId,
            ExpectedTotal = _total,
            PaymentToken = "tok_approved",
            Address = new PostalAddress { Recipient = "Ada Example", Lines = { "1 Example Street" }, PostalCode = "12345", Locality = "Exampleton", CountryCode = "DE" },
        };
        var start = Stopwatch.GetTimestamp();
        var attempt = start;
        try
        {
            var (order, took) = await RepeatAsync(
                options =>
                {
                    attempt = Stopwatch.GetTimestamp();
                    return door.Order(number).PlaceOrderAsync(request, options).ResponseAsync;
                },
                cancellationToken);
            return new FlashSaleAnswer("accepted", took, Stopwatch.GetElapsedTime(start), order.OrderId);
        }
        catch (RpcException refusal) when (!cancellationToken.IsCancellationRequested)
        {
            return new FlashSaleAnswer($"{refusal.StatusCode} {ShopErrors.ReasonOf(refusal)}", Stopwatch.GetElapsedTime(attempt), Stopwatch.GetElapsedTime(start), OrderId: null);
        }
    }

    private async Task<(T Answer, TimeSpan Took)> RepeatAsync<T>(Func<CallOptions, Task<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                var headers = _session.Token is null ? null : await door.HeadersAsync(_session, number, cancellationToken);
                var answer = await call(new CallOptions(headers, DateTime.UtcNow + CallLimit, cancellationToken));
                return (answer, Stopwatch.GetElapsedTime(start));
            }
            catch (RpcException exception) when (exception.StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted && !cancellationToken.IsCancellationRequested)
            {
                Shed++;
                // Who says when to come again has spread it over time.
                var pause = ShopErrors.DetailOf<RetryInfo>(exception)?.RetryDelay?.ToTimeSpan() ?? ShortestPause * (1 + Random.Shared.NextDouble());
                await Task.Delay(pause, cancellationToken);
            }
        }
    }
}

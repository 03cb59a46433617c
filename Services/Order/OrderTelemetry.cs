using System.Diagnostics.Metrics;
using Shop.Contracts.Order.V1;

namespace Shop.Orders;

/// <summary>What is told of orders: a line for each state that one came into, how many came into each, and how long it took from accepted to confirmed.</summary>
internal sealed partial class OrderTelemetry
{
    /// <summary>The name of the Meter.</summary>
    public const string Name = "Shop.Order";

    private readonly Counter<long> _entered;
    private readonly Histogram<double> _checkout;
    private readonly Counter<long> _shed;
    private readonly ILogger<OrderTelemetry> _logger;

    public OrderTelemetry(IMeterFactory meters, ILogger<OrderTelemetry> logger)
    {
        _logger = logger;
        var meter = meters.Create(Name);
        _entered = meter.CreateCounter<long>("shop.order.entered", "{order}", "Orders that came into a state, by shop.order.state and, cancelled, by shop.order.cancel_reason.");
        _shed = meter.CreateCounter<long>("shop.order.shed", "{call}", "Calls of PlaceOrder that were told to come again because too many waited.");
        _checkout = meter.CreateHistogram(
            "shop.order.checkout.duration",
            "s",
            "Time from the moment an order is accepted until it is confirmed.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900] });
    }

    /// <summary>A call was told to come again.</summary>
    public void Shed() => _shed.Add(1);

    /// <param name="before">Null when the order was just accepted.</param>
    /// <param name="next">The order as it is now.</param>
    public void Changed(Order? before, Order next)
    {
        if (before?.State == next.State)
        {
            return;
        }

        var state = new KeyValuePair<string, object?>("shop.order.state", next.State.ToString());
        if (next.State == OrderState.Cancelled)
        {
            LogCancelled(_logger, next.Number, next.CancelReason, next.OrderId);
            _entered.Add(1, state, new("shop.order.cancel_reason", next.CancelReason.ToString()));
            return;
        }

        LogEntered(_logger, next.Number, next.State, next.OrderId);
        _entered.Add(1, state);
        if (next.State == OrderState.Confirmed)
        {
            _checkout.Record((next.ConfirmTime.ToDateTimeOffset() - next.CreateTime.ToDateTimeOffset()).TotalSeconds);
        }
    }

    [LoggerMessage(LogLevel.Information, "Order {Number} is {State} ({OrderId})")]
    private static partial void LogEntered(ILogger logger, string number, OrderState state, string orderId);

    [LoggerMessage(LogLevel.Information, "Order {Number} is cancelled: {Reason} ({OrderId})")]
    private static partial void LogCancelled(ILogger logger, string number, CancelReason reason, string orderId);
}

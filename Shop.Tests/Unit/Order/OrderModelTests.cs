using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;
using Shop.Orders;

namespace Shop.Tests.Unit.Orders;

/// <summary>Whatever is asked of an order, in whichever order: what must hold of it holds after every step.</summary>
public sealed class OrderModelTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Moves_AnySequence_KeepWhatMustHold() => Prop.ForAll(
        Gen.Choose(0, 9999).ArrayOf().ToArbitrary(),
        choices =>
        {
            var order = NewOrder(choices);
            for (var step = 0; step < choices.Length; step++)
            {
                var before = order.Clone();
                var decision = Apply(order, choices[step], Start.AddSeconds(step + 1));
                order.ShouldBe(before, "a decision changes nothing by itself");
                if (decision is not null)
                {
                    ShouldFollow(before, decision);
                    order = decision.Order;
                }
            }
        }).QuickCheckThrowOnFailure();

    // One of everything that can be asked of an order; a refusal is an answer, too.
    private static OrderDecision? Apply(Order order, int choice, DateTimeOffset now)
    {
        var argument = choice / 10;
        try
        {
            return (choice % 10) switch
            {
                0 => OrderDecisions.Confirm(order, now),
                1 => OrderDecisions.GiveUp(order, CancelReason.PaymentDeclined, now),
                2 => argument % 8 == 0 ? OrderDecisions.Cancel(order, CancelReason.RequestedByOwner, now) : OrderDecisions.Confirm(order, now),
                3 or 4 => Fulfilment.Ship(order, new ShipOrderRequest { Lines = { Pieces(order, argument) } }, IdOf(now), now),
                5 => Fulfilment.Deliver(order, order.Shipments.Count > 0 && argument % 2 == 0 ? order.Shipments[argument % order.Shipments.Count].ShipmentId : "", now),
                6 => Refunding.Refund(order, new RefundOrderRequest { Amount = Euro(argument + 1), Reason = RefundReason.Goodwill }, IdOf(now), now),
                7 or 8 => Refunding.Refund(order, new RefundOrderRequest { Lines = { Pieces(order, argument) }, Reason = (RefundReason)(1 + argument % 5), Restock = true }, IdOf(now), now),
                _ => Refunding.Refund(order, new RefundOrderRequest { Lines = { Pieces(order, argument) }, Amount = Euro(argument + 1), Reason = RefundReason.Returned }, IdOf(now), now),
            };
        }
        catch (RpcException refusal)
        {
            refusal.StatusCode.ShouldBeOneOf(StatusCode.FailedPrecondition, StatusCode.InvalidArgument);
            return null;
        }
    }

    private static void ShouldFollow(Order before, OrderDecision decision)
    {
        var after = decision.Order;
        Reachable(before.State, after.State).ShouldBeTrue($"{before.State} to {after.State}");
        Etags.RevisionOf(after.Etag).ShouldBe(Etags.RevisionOf(before.Etag) + 1);
        after.RefundedTotal.MinorUnits.ShouldBe(after.Refunds.Sum(refund => refund.Amount.MinorUnits));
        after.RefundedTotal.MinorUnits.ShouldBeInRange(before.RefundedTotal.MinorUnits, after.Total.MinorUnits);
        (after.State == OrderState.Refunded).ShouldBe(after.RefundedTotal.MinorUnits == after.Total.MinorUnits);
        foreach (var line in after.Lines)
        {
            line.ShippedQuantity.ShouldBe(Sum(after.Shipments.SelectMany(shipment => shipment.Lines), line.Sku));
            line.RefundedQuantity.ShouldBe(Sum(after.Refunds.SelectMany(refund => refund.Lines), line.Sku));
            line.RefundedQuantity.ShouldBeLessThanOrEqualTo(line.Quantity);
            line.WithdrawnQuantity.ShouldBeInRange(0, line.RefundedQuantity);
            Fulfilment.LeftToShip(line).ShouldBeGreaterThanOrEqualTo(0);
        }

        if (after.State is OrderState.Shipped or OrderState.Delivered)
        {
            after.Lines.ShouldAllBe(line => Fulfilment.LeftToShip(line) == 0);
        }

        (after.State == OrderState.Delivered && after.Shipments.Any(shipment => shipment.DeliverTime is null)).ShouldBeFalse();
        (after.State == OrderState.Cancelled && (after.Shipments.Count > 0 || after.Refunds.Count > 0)).ShouldBeFalse();
        (after.ExpireTime is null).ShouldBe(after.State != OrderState.AwaitingPayment);
        (after.CancelReason == CancelReason.Unspecified).ShouldBe(after.State != OrderState.Cancelled);
    }

    // By the table, a step at a time: one decision may take several.
    private static bool Reachable(OrderState from, OrderState to) =>
        from == to || Enum.GetValues<OrderState>().Any(next => OrderMoves.MayGo(from, next) && Reachable(next, to));

    private static int Sum(IEnumerable<LineQuantity> lines, string sku) => lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);

    // Of some lines some pieces, more than there are now and then; none at all means all.
    private static IEnumerable<LineQuantity> Pieces(Order order, int choice) =>
        order.Lines.Where((_, i) => (choice >> i) % 2 == 1).Select(line => new LineQuantity { Sku = line.Sku, Quantity = 1 + choice % (line.Quantity + 1) });

    private static Order NewOrder(int[] choices)
    {
        OrderLine[] lines = [Line("A", choices.ElementAtOrDefault(0)), Line("B", choices.ElementAtOrDefault(1)), Line("C", choices.ElementAtOrDefault(2))];
        var total = Euro(lines.Sum(line => line.LineTotal.MinorUnits));
        return new Order
        {
            OrderId = "0197a000-0000-7000-8000-000000000001",
            State = OrderState.AwaitingPayment,
            Lines = { lines },
            Total = total,
            RefundedTotal = Euro(0),
            ExpireTime = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = 1 },
            Etag = Etags.Of(1),
        };
    }

    private static OrderLine Line(string sku, int choice)
    {
        var (price, quantity) = (1 + choice % 700, 1 + choice % 5);
        return new OrderLine { Sku = sku, UnitPrice = Euro(price), Quantity = quantity, LineTotal = Euro(price * quantity) };
    }

    private static Guid IdOf(DateTimeOffset now) => Guid.CreateVersion7(now);

    private static Money Euro(long cents) => new() { CurrencyCode = "EUR", MinorUnits = cents };
}

using Shop.Contracts.Payment.V1;
using Shop.Payments;
using static Shop.Tests.Unit.Payments.SamplePayment;

namespace Shop.Tests.Unit.Payments;

public sealed class PaymentStepsTests
{
    private static readonly Guid RefundId = new("018f0000-0000-7000-8000-0000000000f1");

    [Fact]
    public void Next_EveryStateAndWish_IsAsTheTableSays()
    {
        var steps =
            from state in new[] { PaymentState.Pending, PaymentState.Authorized, PaymentState.Declined, PaymentState.Captured, PaymentState.Voided, PaymentState.Refunded }
            from wanted in Enum.GetValues<Wanted>()
            let payment = Pending with { State = state, Wanted = wanted, CapturedTotal = state is PaymentState.Captured or PaymentState.Refunded ? Amount : 0, RefundedTotal = state == PaymentState.Refunded ? Amount : 0 }
            let step = PaymentSteps.Next(payment)
            where step is not null
            select $"{state} {wanted}: {step.GetType().Name}";

        steps.ShouldBe(
        [
            "Pending Authorize: Authorize",
            "Pending Capture: Authorize",
            "Pending Nothing: Void",
            "Authorized Capture: Capture",
            "Authorized Nothing: Void",
            "Captured Nothing: Refund",
        ]);
    }

    [Fact]
    public void Next_PlacedNotHeardYet_Waits() => PaymentSteps.Next(Pending with { PaymentToken = null, Wanted = Wanted.Capture }).ShouldBeNull();

    [Fact]
    public void Next_RefundBeforeTheCapture_WaitsForIt()
    {
        var payment = Pending.After(Held) with { Wanted = Wanted.Capture, Refunds = [new StoredRefund(RefundId, 500, RefundState.Wanted)] };

        PaymentSteps.Next(payment).ShouldBe(new PaymentStep.Capture());
        PaymentSteps.Next(payment.After(Taken)).ShouldBe(new PaymentStep.Refund(RefundId, 500));
    }

    [Fact]
    public void Plan_CancelledAfterAPartWasRefunded_GivesBackTheRest()
    {
        var payment = (Pending with { Wanted = Wanted.Nothing }).After(Taken with { Refunds = [new ProviderRefund(RefundId, 500)] });

        PaymentSteps.Next(payment).ShouldBe(new PaymentStep.Refund(OrderId, 1500));
    }

    [Fact]
    public void Plan_RefundOfMoreThanIsLeft_IsCutToWhatIsLeftAndNeedlessWhenNothingIs()
    {
        var payment = Pending.After(Taken) with { Refunds = [new StoredRefund(RefundId, 1800, RefundState.Wanted), new StoredRefund(OrderId, 1800, RefundState.Wanted)] };

        PaymentSteps.Plan(payment).Select(refund => refund.Amount).ShouldBe([1800, 200]);
        var late = payment.After(Taken with { Refunds = [new ProviderRefund(OrderId, 2000)] });
        late.State.ShouldBe(PaymentState.Refunded);
        late.Refunds.Single(refund => refund.RefundId == RefundId).State.ShouldBe(RefundState.Needless);
        PaymentSteps.Next(late).ShouldBeNull();
    }
}

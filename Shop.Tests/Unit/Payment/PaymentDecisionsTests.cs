using Shop.Contracts.Payment.V1;
using Shop.Payments;
using static Shop.Tests.Unit.Payments.SamplePayment;

namespace Shop.Tests.Unit.Payments;

public sealed class PaymentDecisionsTests
{
    [Fact]
    public void Learn_Authorized_NotesItTellsItAndForgetsTheToken()
    {
        var change = PaymentDecisions.Learn(Pending with { Attempt = 3, UnknownTime = Now }, Held, Now).ShouldNotBeNull();

        change.Payment.State.ShouldBe(PaymentState.Authorized);
        change.Payment.PaymentToken.ShouldBeNull();
        change.Payment.ProviderPaymentId.ShouldBe("pay_1");
        change.Payment.Attempt.ShouldBe(0);
        change.Payment.UnknownTime.ShouldBeNull();
        change.Movements.ShouldBe([new Movement(PaymentMovementKind.Authorized, Amount)]);
        change.Events.ShouldHaveSingleItem().ShouldBeOfType<PaymentAuthorized>().Amount.MinorUnits.ShouldBe(Amount);
    }

    [Fact]
    public void Learn_Declined_TellsWhyAndNotesNoMoney()
    {
        var change = PaymentDecisions.Learn(Pending, Seen with { DeclineReason = DeclineReason.InsufficientFunds }, Now).ShouldNotBeNull();

        change.Payment.State.ShouldBe(PaymentState.Declined);
        change.Payment.PaymentToken.ShouldBeNull();
        change.Movements.ShouldBeEmpty();
        change.Events.ShouldHaveSingleItem().ShouldBeOfType<PaymentDeclined>().Reason.ShouldBe(DeclineReason.InsufficientFunds);
    }

    [Fact]
    public void Learn_CapturedBeforeAuthorizedWasHeard_NotesBothOnce()
    {
        var change = PaymentDecisions.Learn(Pending, Taken, Now).ShouldNotBeNull();

        change.Movements.Select(movement => movement.Kind).ShouldBe([PaymentMovementKind.Authorized, PaymentMovementKind.Captured]);
        PaymentDecisions.Learn(change.Payment, Held, Now).ShouldBeNull();
        PaymentDecisions.Learn(change.Payment, Taken, Now).ShouldBeNull();
    }

    [Fact]
    public void Learn_VoidedWithoutAHold_NotesNoMoney()
    {
        var change = PaymentDecisions.Learn(Pending, Seen with { Voided = true }, Now).ShouldNotBeNull();

        change.Payment.State.ShouldBe(PaymentState.Voided);
        change.Movements.ShouldBeEmpty();
        change.Events.ShouldHaveSingleItem().ShouldBeOfType<PaymentVoided>().Amount.MinorUnits.ShouldBe(0);
    }

    [Fact]
    public void Learn_HoldAfterAVoidThatKnewOfNone_IsVoidedAgain()
    {
        var voided = (Pending with { Wanted = Wanted.Nothing }).After(Seen with { Voided = true });

        var late = voided.After(Held);

        late.State.ShouldBe(PaymentState.Authorized);
        PaymentSteps.Next(late).ShouldBe(new PaymentStep.Void());
    }

    [Fact]
    public void Learn_OldNewsOfAHoldThatWasLetGo_ChangesNothing() =>
        PaymentDecisions.Learn(Pending.After(Held, LetGo), Held, Now).ShouldBeNull();

    [Fact]
    public void Learn_RefundInPartsAndAgain_NotesEachOnce()
    {
        var (first, second) = (new ProviderRefund(Guid.NewGuid(), 500), new ProviderRefund(Guid.NewGuid(), 1500));
        var captured = Pending.After(Taken);

        var part = PaymentDecisions.Learn(captured, Taken with { Refunds = [first] }, Now).ShouldNotBeNull();
        var whole = PaymentDecisions.Learn(part.Payment, Taken with { Refunds = [first, second] }, Now).ShouldNotBeNull();

        part.Payment.State.ShouldBe(PaymentState.Captured);
        whole.Movements.ShouldBe([new Movement(PaymentMovementKind.Refunded, 1500, second.RefundId)]);
        whole.Events.ShouldHaveSingleItem().ShouldBeOfType<PaymentRefunded>().RefundedTotal.MinorUnits.ShouldBe(Amount);
        whole.Payment.State.ShouldBe(PaymentState.Refunded);
        PaymentDecisions.Learn(whole.Payment, Taken with { Refunds = [second, first] }, Now).ShouldBeNull();
    }

    [Theory]
    [InlineData(1999, "EUR")]
    [InlineData(2000, "USD")]
    public void IsAbout_AnotherAmountOrCurrency_IsNotBelieved(long amount, string currency) =>
        PaymentDecisions.IsAbout(Pending, Held with { Amount = amount, CurrencyCode = currency }).ShouldBeFalse();

    [Fact]
    public void Doubt_AgainAndAgain_WaitsLongerUpToALimitAndRemembersSinceWhen()
    {
        var once = PaymentDecisions.Doubt(Pending with { Lease = Guid.NewGuid(), DueTime = Now }, Now, jitter: 0);
        var twice = PaymentDecisions.Doubt(once, Now + TimeSpan.FromMinutes(1), jitter: 0);

        once.Lease.ShouldBeNull();
        (once.DueTime - Now).ShouldBe(TimeSpan.FromMilliseconds(200));
        twice.UnknownTime.ShouldBe(Now);
        (twice.DueTime - twice.UpdateTime).ShouldBe(TimeSpan.FromMilliseconds(400));
        PaymentDecisions.Pause(1000, jitter: 0).ShouldBe(TimeSpan.FromSeconds(30));
        PaymentDecisions.Pause(1000, jitter: 1).ShouldBe(TimeSpan.FromSeconds(15));
    }
}

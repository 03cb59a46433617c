using FsCheck;
using FsCheck.Fluent;
using Shop.Contracts.Payment.V1;
using Shop.Payments;
using static Shop.Tests.Unit.Payments.SamplePayment;

namespace Shop.Tests.Unit.Payments;

/// <summary>
/// The state machine against a provider: whatever is lost, repeated, late, early or crossed, the order has one authorization and one
/// capture at most, and ends as it is wanted.
/// </summary>
public sealed class PaymentMachineTests
{
    private static readonly Guid[] RefundIds = [new("018f0000-0000-7000-8000-0000000000f1"), new("018f0000-0000-7000-8000-0000000000f2")];

    public enum Happening
    {
        Confirmed,
        Cancelled,
        RefundedOnce,
        RefundedTwice,
        Answered,
        LostBeforeTheProvider,
        LostAfterTheProvider,
        Crashed,
        OldWebhook,
        NewWebhook,
        StatusAsked,
    }

    [Fact]
    public void Machine_AnyInterleaving_ChargesOnceAndEndsAsWanted()
    {
        var happenings = Gen.Elements(Enum.GetValues<Happening>()).ListOf();
        var cases = ArbMap.Default.GeneratorFor<bool>().SelectMany(declines => happenings, (declines, list) => (Declines: declines, Happenings: list.ToList())).ToArbitrary();

        Prop.ForAll(cases, scene => EndsWell(scene.Declines, scene.Happenings)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(30));
    }

    private static void EndsWell(bool declines, List<Happening> happenings)
    {
        var provider = new ProviderModel(declines);
        var (payment, ledger) = (Pending, new List<Movement>());
        foreach (var happening in happenings)
        {
            payment = Happen(payment, happening, provider, ledger);
        }

        for (var i = 0; PaymentSteps.Next(payment) is not null; i++)
        {
            i.ShouldBeLessThan(20, "it never settles");
            payment = Happen(payment with { Attempt = 0 }, Happening.Answered, provider, ledger);
        }

        provider.Authorizations.ShouldBeLessThanOrEqualTo(1);
        provider.Captures.ShouldBeLessThanOrEqualTo(1);
        ledger.CountBy(movement => (movement.Kind, movement.RefundId)).ShouldAllBe(entry => entry.Value == 1);
        Sum(ledger, PaymentMovementKind.Authorized).ShouldBe(provider.Authorizations * Amount);
        Sum(ledger, PaymentMovementKind.Captured).ShouldBe(provider.Captures * Amount);
        (Sum(ledger, PaymentMovementKind.Authorized) - Sum(ledger, PaymentMovementKind.Voided) - Sum(ledger, PaymentMovementKind.Refunded)).ShouldBe(provider.Kept);
        ShouldBeAsWanted(payment, provider);
    }

    private static void ShouldBeAsWanted(StoredPayment payment, ProviderModel provider)
    {
        switch (payment)
        {
            case { State: PaymentState.Declined }:
                provider.Authorizations.ShouldBe(0);
                break;
            case { Wanted: Wanted.Nothing }:
                provider.Kept.ShouldBe(0);
                break;
            case { Wanted: Wanted.Capture }:
                provider.IsCaptured.ShouldBeTrue();
                provider.Kept.ShouldBe(Amount - Math.Min(Amount, payment.Refunds.Sum(refund => refund.Amount)));
                break;
            default:
                payment.State.ShouldBe(PaymentState.Authorized);
                break;
        }
    }

    private static StoredPayment Happen(StoredPayment before, Happening happening, ProviderModel provider, List<Movement> ledger)
    {
        // What is to be given back is stored before the provider is asked for it.
        var payment = before with { Refunds = PaymentSteps.Plan(before) };
        var step = PaymentSteps.Next(payment);
        switch (happening)
        {
            case Happening.Confirmed:
                return payment with { Wanted = payment.Wanted == Wanted.Authorize ? Wanted.Capture : payment.Wanted };
            case Happening.Cancelled:
                return payment with { Wanted = Wanted.Nothing };
            case Happening.RefundedOnce or Happening.RefundedTwice:
                return Want(payment, RefundIds[happening == Happening.RefundedOnce ? 0 : 1]);
            case Happening.Answered when step is not null && payment.Attempt == 0:
                return Hear(payment, provider.Do(step), ledger);
            case Happening.LostBeforeTheProvider when step is not null:
                return PaymentDecisions.Doubt(payment, Now, 0);
            case Happening.LostAfterTheProvider when step is not null && payment.Attempt == 0:
                provider.Do(step);
                return PaymentDecisions.Doubt(payment, Now, 0);
            case Happening.Crashed when step is not null && payment.Attempt == 0:
                // The provider did it, and nobody lived to hear of it; who takes over counts a try.
                provider.Do(step);
                return payment with { Attempt = 1 };
            case Happening.OldWebhook when provider.Told.Count > 0:
                return Hear(payment, new ProviderAnswer.Known(provider.Told[0]), ledger);
            case Happening.NewWebhook when provider.Told.Count > 0:
                return Hear(payment, new ProviderAnswer.Known(provider.Told[^1]), ledger);
            case Happening.StatusAsked:
                // Nothing new is certainty, too: what is next has not been done.
                return Hear(payment, provider.Status(), ledger) with { Attempt = 0 };
            default:
                return payment;
        }
    }

    // As the statement does that takes a refund in.
    private static StoredPayment Want(StoredPayment payment, Guid refundId) => payment.Refunds.Any(refund => refund.RefundId == refundId)
        ? payment
        : payment with
        {
            Wanted = payment.Wanted == Wanted.Authorize ? Wanted.Capture : payment.Wanted,
            Refunds = [.. payment.Refunds, new StoredRefund(refundId, 700, RefundState.Wanted)],
        };

    private static StoredPayment Hear(StoredPayment payment, ProviderAnswer answer, List<Movement> ledger)
    {
        var change = answer is ProviderAnswer.Known known ? PaymentDecisions.Learn(payment, known.Payment, Now) : null;
        ledger.AddRange(change?.Movements ?? []);
        return change?.Payment ?? payment;
    }

    private static long Sum(List<Movement> ledger, PaymentMovementKind kind) => ledger.Where(movement => movement.Kind == kind).Sum(movement => movement.Amount);
}

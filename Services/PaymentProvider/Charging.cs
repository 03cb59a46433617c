using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Shop.PaymentProvider;

/// <summary>What the provider does with money.</summary>
internal sealed class Charging(ProviderStore store, IOptions<ProviderOptions> options, TimeProvider time)
{
    public Task<Answer> AuthorizeAsync(string key, ChargeRequest request, CancellationToken cancellationToken) => store.OnceAsync(
        key,
        Fingerprint($"authorize {request}"),
        async work =>
        {
            await work.LockAsync($"{request.Reference}");
            if (await work.IsVoidedAsync(request.Reference))
            {
                return Answers.Of(Never(request.Reference, request.Amount, request.Currency), request.PaymentToken, []);
            }

            var declined = Tokens.DeclineCodeOf(request.PaymentToken);
            var charge = new Charge(
                $"pay_{Guid.CreateVersion7():n}", request.Reference, request.Amount, request.Currency, declined is null ? "authorized" : "declined", declined is null, 0, 0, declined, []);
            await work.InsertAsync(charge, request.PaymentToken);
            if (charge.Authorized)
            {
                await work.NoteAsync(charge, "authorized", charge.Amount);
            }

            return Answers.Of(charge, request.PaymentToken, await TellAsync(work, charge, request.PaymentToken));
        },
        cancellationToken);

    public Task<Answer> CaptureAsync(string key, string chargeId, CancellationToken cancellationToken) => OnChargeAsync(
        key,
        chargeId,
        $"capture {chargeId}",
        async (work, charge) =>
        {
            if (charge.Status != "authorized")
            {
                return null;
            }

            await work.NoteAsync(charge, "captured", charge.Amount);
            return charge with { Status = "captured", AmountCaptured = charge.Amount };
        },
        cancellationToken);

    public Task<Answer> RefundAsync(string key, string chargeId, RefundEntry refund, CancellationToken cancellationToken) => OnChargeAsync(
        key,
        chargeId,
        $"refund {chargeId} {refund}",
        async (work, charge) =>
        {
            var total = charge.AmountRefunded + refund.Amount;
            if (refund.Amount <= 0 || total > charge.AmountCaptured)
            {
                return null;
            }

            await work.NoteAsync(charge, "refunded", refund.Amount, refund.Reference);
            return charge with { Status = total == charge.AmountCaptured ? "refunded" : charge.Status, AmountRefunded = total, Refunds = [.. charge.Refunds, refund] };
        },
        cancellationToken);

    public Task<Answer> VoidAsync(string key, VoidRequest request, CancellationToken cancellationToken) => store.OnceAsync(
        key,
        Fingerprint($"void {request}"),
        async work =>
        {
            await work.LockAsync($"{request.Reference}");
            var found = await work.FindAsync(request.Reference);
            if (found.FirstOrDefault(entry => entry.Charge.AmountCaptured > 0) is { Charge: { } captured, Token: var token })
            {
                return Answers.Error(StatusCodes.Status409Conflict, "already_captured", captured, token);
            }

            // Whatever is on its way for this reference comes too late.
            await work.RememberVoidedAsync(request.Reference);
            Answer? answer = null;
            foreach (var (charge, payer) in found.Where(entry => entry.Charge.Status == "authorized"))
            {
                await work.NoteAsync(charge, "voided", charge.Amount);
                answer = await StoreAsync(work, charge with { Status = "voided" }, payer);
            }

            return answer ?? Answers.Of(found.Select(entry => entry.Charge).FirstOrDefault(Never(request.Reference, request.Amount, request.Currency)), "", []);
        },
        cancellationToken);

    private Task<Answer> OnChargeAsync(string key, string chargeId, string what, Func<ChargeTransaction, Charge, Task<Charge?>> effect, CancellationToken cancellationToken) => store.OnceAsync(
        key,
        Fingerprint(what),
        async work =>
        {
            if (await work.LockChargeAsync(chargeId) is not var (charge, token))
            {
                return Answers.Error(StatusCodes.Status409Conflict, "no_such_payment", charge: null, "");
            }

            return await effect(work, charge) is { } next
                ? await StoreAsync(work, next, token)
                : Answers.Error(StatusCodes.Status409Conflict, "state_forbids", charge, token);
        },
        cancellationToken);

    private async Task<Answer> StoreAsync(ChargeTransaction work, Charge charge, string token)
    {
        await work.UpdateAsync(charge);
        return Answers.Of(charge, token, await TellAsync(work, charge, token));
    }

    private Task<IReadOnlyList<long>> TellAsync(ChargeTransaction work, Charge charge, string token)
    {
        var delay = token is Tokens.WebhookLate or Tokens.TimeoutAfterCharge ? options.Value.LateDelay : options.Value.WebhookDelay;
        return work.TellAsync(charge, $"payment.{charge.Status}", time.GetUtcNow() + delay, token == Tokens.WebhookDuplicate ? 3 : 1);
    }

    // A payment that never was, and never will be.
    private static Charge Never(Guid reference, long amount, string currency) => new("", reference, amount, currency, "voided", Authorized: false, 0, 0, DeclineCode: null, []);

    private static byte[] Fingerprint(string request) => SHA256.HashData(Encoding.UTF8.GetBytes(request));
}

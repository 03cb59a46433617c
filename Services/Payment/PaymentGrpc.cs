using Grpc.Core;
using Shop.Contracts.Payment.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Payments;

/// <summary>The Payment service as its contract states it.</summary>
internal sealed class PaymentGrpc(PaymentStore store) : PaymentService.PaymentServiceBase
{
    public override async Task<Payment> GetPayment(GetPaymentRequest request, ServerCallContext context)
    {
        new Violations().RequireUuid(request.OrderId, "order_id").ThrowIfAny();
        return await store.FindWithMovementsAsync(Guid.Parse(request.OrderId), context.CancellationToken) is { } found
            ? Contract.ToMessage(found.Payment, found.Movements)
            : throw ShopErrors.NotFound("payment", request.OrderId);
    }
}

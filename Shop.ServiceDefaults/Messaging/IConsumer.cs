using Google.Protobuf;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>
/// Does what a message means, in Postgres, exactly once: everything it adds to the context's transaction takes effect together
/// with the inbox row, or not at all. It may run several times for one message (a failure, a deadlock, a duplicate): keep effects
/// outside the transaction out of it. A new instance for every message.
/// </summary>
/// <example><code>
/// internal sealed class ConfirmOrder : IConsumer&lt;PaymentAuthorized&gt;
/// {
///     public async Task ConsumeAsync(PaymentAuthorized message, ConsumeContext context, CancellationToken cancellationToken)
///     {
///         OrderStore.AppendLock(context.Batch, message.OrderId);
///         var order = await OrderStore.ReadAsync(await context.ReadAsync(cancellationToken), cancellationToken);
///         var decision = order.Confirm();
///         OrderStore.AppendSave(context.Batch, decision.Order);
///         context.Publish(decision.Events);
///     }
/// }
/// </code></example>
/// <typeparam name="TMessage">A protobuf message; its full name is the routing key.</typeparam>
public interface IConsumer<in TMessage> where TMessage : IMessage
{
    /// <summary>
    /// Consumes one message. An exception rolls everything back and tries again later, with growing delay; after the last try
    /// the message is a dead letter. A <see cref="TransientException"/> does not count as a try.
    /// </summary>
    Task ConsumeAsync(TMessage message, ConsumeContext context, CancellationToken cancellationToken);
}

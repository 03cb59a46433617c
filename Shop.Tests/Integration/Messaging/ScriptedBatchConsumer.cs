using Google.Protobuf.WellKnownTypes;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

/// <summary>Does what the test's <see cref="BatchScript"/> says.</summary>
internal sealed class ScriptedBatchConsumer(BatchScript script) : IBatchConsumer<StringValue>
{
    public Task ConsumeAsync(IReadOnlyList<StringValue> messages, BatchContext context, CancellationToken cancellationToken) =>
        script.RunAsync(messages, context, cancellationToken);
}

using Google.Protobuf.WellKnownTypes;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Integration.Messaging;

/// <summary>Does what the test's <see cref="Script"/> says.</summary>
internal sealed class ScriptedConsumer(Script script) : IConsumer<StringValue>
{
    public Task ConsumeAsync(StringValue message, ConsumeContext context, CancellationToken cancellationToken) =>
        script.RunAsync(message, context, cancellationToken);
}

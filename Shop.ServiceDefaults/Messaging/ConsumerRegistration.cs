using Google.Protobuf.Reflection;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>One message that the service consumes.</summary>
/// <param name="Message">The message.</param>
/// <param name="Kind">Who gets it.</param>
/// <param name="Effect">Makes its effect; the name is the queue's.</param>
/// <param name="Rest">Of those in batches, how long the queue is left alone after each.</param>
internal sealed record ConsumerRegistration(
    MessageDescriptor Message, ConsumerKind Kind, Func<IServiceProvider, string, IEffect> Effect, TimeSpan Rest);

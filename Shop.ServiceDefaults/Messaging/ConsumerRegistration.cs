using Google.Protobuf.Reflection;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>One message that the service consumes.</summary>
/// <param name="Message">The message.</param>
/// <param name="Kind">Who gets it.</param>
/// <param name="Effect">Makes its effect; the name is the queue's.</param>
internal sealed record ConsumerRegistration(MessageDescriptor Message, ConsumerKind Kind, Func<IServiceProvider, string, IEffect> Effect);

using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>What a service consumes.</summary>
public sealed class MessagingBuilder
{
    private readonly IServiceCollection _services;

    internal MessagingBuilder(IServiceCollection services) => _services = services;

    /// <summary>
    /// Consumes a message exactly once in effect: the inbox row is written in the transaction of the effect. Needs
    /// <c>AddShopPostgres</c>. Queue: <c>&lt;service&gt;.&lt;message in kebab case&gt;</c>, shared by the replicas.
    /// </summary>
    public MessagingBuilder Consume<TMessage, TConsumer>()
        where TMessage : class, IMessage<TMessage>, new()
        where TConsumer : class, IConsumer<TMessage>
    {
        _services.AddScoped<TConsumer>();
        return Add<TMessage>(ConsumerKind.Shared, (provider, queue) => ActivatorUtilities.CreateInstance<InboxEffect<TMessage, TConsumer>>(provider, queue));
    }

    /// <summary>Consumes a message at least once, without an inbox: the consumer sees to duplicates. Queue as with <see cref="Consume"/>.</summary>
    public MessagingBuilder ConsumeWithoutInbox<TMessage, TConsumer>()
        where TMessage : class, IMessage<TMessage>, new()
        where TConsumer : class, IIdempotentConsumer<TMessage>
    {
        _services.AddScoped<TConsumer>();
        return Add<TMessage>(ConsumerKind.Shared, (provider, _) => ActivatorUtilities.CreateInstance<PlainEffect<TMessage, TConsumer>>(provider));
    }

    /// <summary>
    /// Consumes messages in batches, exactly once in effect: one transaction, and one inbox statement, for all that came while the
    /// last one ran. Queue as with <see cref="Consume"/>.
    /// </summary>
    /// <param name="rest">
    /// How long the queue is left alone after a batch, so that the next one gathers: for what need not be known at once. A message
    /// that comes after that waits for nothing.
    /// </param>
    public MessagingBuilder ConsumeBatches<TMessage, TConsumer>(TimeSpan rest = default)
        where TMessage : class, IMessage<TMessage>, new()
        where TConsumer : class, IBatchConsumer<TMessage>
    {
        _services.AddScoped<TConsumer>();
        return Add<TMessage>(
            ConsumerKind.Shared, (provider, queue) => ActivatorUtilities.CreateInstance<BatchInboxEffect<TMessage, TConsumer>>(provider, queue), rest);
    }

    /// <summary>Consumes messages in batches, at least once, without an inbox: the consumer sees to duplicates.</summary>
    /// <param name="rest">As with <see cref="ConsumeBatches"/>.</param>
    public MessagingBuilder ConsumeBatchesWithoutInbox<TMessage, TConsumer>(TimeSpan rest = default)
        where TMessage : class, IMessage<TMessage>, new()
        where TConsumer : class, IIdempotentBatchConsumer<TMessage>
    {
        _services.AddScoped<TConsumer>();
        return Add<TMessage>(ConsumerKind.Shared, (provider, _) => ActivatorUtilities.CreateInstance<BatchPlainEffect<TMessage, TConsumer>>(provider), rest);
    }

    /// <summary>
    /// Shows every replica every message from now on, at best once: for what is only of interest while somebody watches. No
    /// queue outlives the replica, nothing is tried again.
    /// </summary>
    public MessagingBuilder ConsumeOnEveryReplica<TMessage, TConsumer>()
        where TMessage : class, IMessage<TMessage>, new()
        where TConsumer : class, IIdempotentConsumer<TMessage>
    {
        _services.AddScoped<TConsumer>();
        return Add<TMessage>(ConsumerKind.EveryReplica, (provider, _) => ActivatorUtilities.CreateInstance<PlainEffect<TMessage, TConsumer>>(provider));
    }

    /// <summary>
    /// Takes this exception of any consumer as <see cref="TransientException"/>, e.g. the one of a store's client that cannot
    /// connect. That of Postgres is known already.
    /// </summary>
    public MessagingBuilder Transient<TException>() where TException : Exception
    {
        _services.AddSingleton(new TransientFailure(exception => exception is TException));
        return this;
    }

    private MessagingBuilder Add<TMessage>(ConsumerKind kind, Func<IServiceProvider, string, IEffect> effect, TimeSpan rest = default)
        where TMessage : class, IMessage<TMessage>, new()
    {
        _services.AddSingleton(new ConsumerRegistration(new TMessage().Descriptor, kind, effect, rest));
        return this;
    }
}

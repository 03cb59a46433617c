namespace Shop.ServiceDefaults.Messaging;

/// <summary>Who gets a message, and what becomes of it when it fails.</summary>
internal enum ConsumerKind
{
    /// <summary>One of the replicas; tried again, then a dead letter.</summary>
    Shared,

    /// <summary>Every replica that is there; never tried again.</summary>
    EveryReplica,
}

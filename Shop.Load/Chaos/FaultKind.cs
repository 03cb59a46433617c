namespace Shop.Load.Chaos;

/// <summary>What is done to a shop.</summary>
internal enum FaultKind
{
    /// <summary>Every process of a resource is killed.</summary>
    Kill,

    /// <summary>One of several replicas is killed.</summary>
    KillReplica,

    /// <summary>One session's process of the database server is killed, which makes the server recover.</summary>
    KillSession,

    /// <summary>A process stands still for a while, and then goes on as if nothing had been.</summary>
    Pause,

    /// <summary>A server stays away for longer.</summary>
    Away,

    /// <summary>The AppHost is killed, and everything with it; then it is started again on its data.</summary>
    KillAppHost,
}

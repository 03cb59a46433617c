namespace Shop.Load.Chaos;

/// <summary>Something that goes wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Target">The resource that it is done to.</param>
internal sealed record Fault(FaultKind Kind, string Target)
{
    /// <summary>The kind in words.</summary>
    public string KindName => Kind switch
    {
        FaultKind.Kill => "kill",
        FaultKind.KillReplica => "kill one of several",
        FaultKind.KillSession => "kill a session",
        FaultKind.Pause => "pause",
        FaultKind.Away => "away",
        _ => "kill the AppHost",
    };

    public override string ToString() => Kind switch
    {
        FaultKind.Kill => $"kill {Target}",
        FaultKind.KillReplica => $"kill one {Target}",
        FaultKind.KillSession => $"kill a {Target} session",
        FaultKind.Pause => $"pause {Target}",
        FaultKind.Away => $"{Target} away",
        _ => $"kill {Target}",
    };
}

using Shop.Load.Running;

namespace Shop.Load.Chaos;

/// <summary>Which faults come in which order. Follows from the seed and from what there is; pure.</summary>
internal static class FaultPlan
{
    private const string Database = "postgres";
    private const string Broker = "rabbitmq";

    /// <summary>
    /// Everything that can go wrong, in random order, again and again. The first round has each kind once where another of the same
    /// kind tells little more: one replica and one paused service stand for all.
    /// </summary>
    public static IEnumerable<Fault> Endless(IReadOnlyList<Fault> all, Random random)
    {
        foreach (var fault in Shuffled(FirstRound(all, random), random))
        {
            yield return fault;
        }

        while (true)
        {
            foreach (var fault in Shuffled(all, random))
            {
                yield return fault;
            }
        }
    }

    /// <summary>How many faults the first round has.</summary>
    public static int FirstRoundCount(IReadOnlyList<Fault> all) => FirstRound(all, new Random(0)).Count;

    /// <summary>All faults that a shop can have.</summary>
    public static IReadOnlyList<Fault> All(RunningApp app)
    {
        var processes = app.Resources.Where(resource => resource.Pid is not null).GroupBy(resource => resource.Name).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        return
        [
            .. processes.Select(group => new Fault(FaultKind.Kill, group.Key)),
            .. processes.Where(group => group.Count() > 1).Select(group => new Fault(FaultKind.KillReplica, group.Key)),
            .. processes.Select(group => new Fault(FaultKind.Pause, group.Key)),
            new Fault(FaultKind.KillSession, Database),
            new Fault(FaultKind.Away, Broker),
            new Fault(FaultKind.KillAppHost, "apphost"),
        ];
    }

    private static List<Fault> FirstRound(IReadOnlyList<Fault> all, Random random) =>
    [
        .. all.Where(fault => fault.Kind is not (FaultKind.KillReplica or FaultKind.Pause)),
        .. Some(all, FaultKind.KillReplica, 1, random),
        .. Some(all, FaultKind.Pause, 2, random),
    ];

    private static IEnumerable<Fault> Some(IReadOnlyList<Fault> all, FaultKind kind, int count, Random random) =>
        Shuffled([.. all.Where(fault => fault.Kind == kind)], random).Take(count);

    private static Fault[] Shuffled(IReadOnlyList<Fault> faults, Random random)
    {
        var order = faults.ToArray();
        random.Shuffle(order);
        return order;
    }
}

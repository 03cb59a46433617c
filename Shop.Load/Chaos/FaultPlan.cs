using Shop.Load.Running;

namespace Shop.Load.Chaos;

/// <summary>Which faults come in which order. Follows from the seed and from what there is; pure.</summary>
internal static class FaultPlan
{
    /// <summary>The shop as a whole, with its AppHost.</summary>
    public const string WholeShop = "the AppHost";

    private const string Database = "postgres";
    private const string Broker = "rabbitmq";
    private static readonly HashSet<string> Servers = new(StringComparer.Ordinal) { Database, Broker, "redis" };

    /// <summary>
    /// First one fault of each kind, which the seed chooses: of the kills one of a server and two of services, of the pauses two. Then
    /// everything that can go wrong, in random order, again and again.
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
            new Fault(FaultKind.Pause, WholeShop),
            new Fault(FaultKind.KillSession, Database),
            new Fault(FaultKind.Away, Broker),
            new Fault(FaultKind.KillAppHost, WholeShop),
        ];
    }

    private static List<Fault> FirstRound(IReadOnlyList<Fault> all, Random random) =>
    [
        .. Some(all, fault => fault.Kind == FaultKind.Kill && Servers.Contains(fault.Target), 1, random),
        .. Some(all, fault => fault.Kind == FaultKind.Kill && !Servers.Contains(fault.Target), 2, random),
        .. Some(all, fault => fault.Kind == FaultKind.KillReplica, 1, random),
        .. Some(all, fault => fault.Kind == FaultKind.Pause, 2, random),
        .. all.Where(fault => fault.Kind is FaultKind.KillSession or FaultKind.Away or FaultKind.KillAppHost),
    ];

    private static IEnumerable<Fault> Some(IReadOnlyList<Fault> all, Func<Fault, bool> which, int count, Random random) =>
        Shuffled([.. all.Where(which)], random).Take(count);

    private static Fault[] Shuffled(IReadOnlyList<Fault> faults, Random random)
    {
        var order = faults.ToArray();
        random.Shuffle(order);
        return order;
    }
}

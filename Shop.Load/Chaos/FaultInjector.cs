using Npgsql;
using Shop.Load.Running;
using Shop.Load.Verify;

namespace Shop.Load.Chaos;

/// <summary>Does to the shop what a fault says, and makes sure that it was done: a fault that met nobody would prove nothing.</summary>
internal sealed class FaultInjector(ChaosShop shop, ChaosOptions options, Random random)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    /// <summary>How many events waited at once, at most, when the broker was last away.</summary>
    public long LargestOutbox { get; private set; }

    /// <summary>Returns when nothing stands in the way of the shop any more; <see cref="IsNoticed"/> then tells whether it has seen what was done.</summary>
    /// <returns>The processes that are gone for good.</returns>
    public async Task<IReadOnlyList<int>> InjectAsync(Fault fault, CancellationToken cancellationToken)
    {
        var processes = shop.App.Replicas(fault.Target).Select(replica => replica.Pid).OfType<int>().ToList();
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                return await KillAsync(fault, processes);
            case FaultKind.KillReplica:
                return await KillAsync(fault, processes.Count > 1 ? [Any(processes)] : []);
            case FaultKind.KillSession:
                await KillSessionAsync(fault, processes);
                return [];
            case FaultKind.Pause:
                await PauseAsync(fault, fault.Target == FaultPlan.WholeShop ? shop.ProcessIds : [Any(processes)], cancellationToken);
                return [];
            case FaultKind.Away:
                return await KeepAwayAsync(fault, cancellationToken);
            default:
                await shop.ReplaceAppHostAsync();
                return [];
        }
    }

    /// <summary>Whether the AppHost knows that the processes are gone; until then it may call them healthy.</summary>
    public bool IsNoticed(IReadOnlyList<int> gone) => !shop.App.ProcessIds.Intersect(gone).Any();

    private static async Task<IReadOnlyList<int>> KillAsync(Fault fault, List<int> processes)
    {
        ThrowUnless(processes.Count > 0, fault, "there is no process to kill");
        foreach (var process in processes)
        {
            await ProcessSignals.SendAsync(process, "KILL");
        }

        foreach (var process in processes)
        {
            ThrowUnless(await ProcessSignals.IsGoneAsync(process, StopLimit), fault, $"process {process} lives on");
        }

        return processes;
    }

    private async Task KillSessionAsync(Fault fault, List<int> servers)
    {
        // A session's process says which client it serves: "postgres: postgres orderdb 127.0.0.1(41234) idle".
        var sessions = servers.SelectMany(ProcessSignals.ChildrenOf).Where(child => ProcessSignals.TitleOf(child).Contains("db 127.0.0.1(", StringComparison.Ordinal)).ToList();
        await KillAsync(fault, sessions.Count > 0 ? [Any(sessions)] : []);
    }

    private async Task PauseAsync(Fault fault, IReadOnlyList<int> processes, CancellationToken cancellationToken)
    {
        int[] family = [.. processes.SelectMany(process => (int[])[process, .. ProcessSignals.ChildrenOf(process)]).Distinct()];
        try
        {
            await SendAsync("STOP");
            foreach (var process in processes)
            {
                ThrowUnless(await ProcessSignals.IsStoppedAsync(process, StopLimit), fault, $"process {process} does not stand still");
            }

            await Task.Delay(options.Pause, cancellationToken);
        }
        finally
        {
            await SendAsync("CONT");
        }

        async Task SendAsync(string signal)
        {
            foreach (var member in family)
            {
                await ProcessSignals.SendAsync(member, signal);
            }
        }
    }

    // Whatever is started in its place meanwhile is killed, too.
    private async Task<IReadOnlyList<int>> KeepAwayAsync(Fault fault, CancellationToken cancellationToken)
    {
        using var away = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        away.CancelAfter(options.Away);
        var gone = new HashSet<int>();
        LargestOutbox = 0;
        while (!away.IsCancellationRequested)
        {
            foreach (var process in shop.App.Replicas(fault.Target).Select(replica => replica.Pid).OfType<int>().Where(gone.Add))
            {
                await ProcessSignals.SendAsync(process, "KILL");
            }

            LargestOutbox = Math.Max(LargestOutbox, await OutboxAsync());
            await Task.Delay(Glance, CancellationToken.None);
        }

        cancellationToken.ThrowIfCancellationRequested();
        ThrowUnless(gone.Count > 0, fault, "there is no process to kill");
        ThrowUnless(LargestOutbox > 0, fault, "no event has waited in Order's outbox");
        return [.. gone];
    }

    private async Task<long> OutboxAsync()
    {
        await using var connection = new NpgsqlConnection(shop.Servers.Database(Databases.Order));
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand("SELECT count(*) FROM outbox", connection);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private int Any(List<int> processes) => processes.Count > 0 ? processes[random.Next(processes.Count)] : throw new ChaosException("there is no process to choose from");

    private static void ThrowUnless(bool done, Fault fault, string why)
    {
        if (!done)
        {
            throw new ChaosException($"{fault}: was not done, {why}");
        }
    }
}

using Npgsql;
using Shop.Load.Running;
using Shop.Load.Verify;

namespace Shop.Load.Chaos;

/// <summary>Does to the shop what a fault says.</summary>
internal sealed class FaultInjector(ChaosShop shop, ChaosOptions options, Random random)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns when nothing stands in the way of the shop any more; <see cref="IsNoticed"/> then tells whether it has seen what was done.</summary>
    /// <returns>The processes that are gone for good.</returns>
    public async Task<IReadOnlyList<int>> InjectAsync(Fault fault, CancellationToken cancellationToken)
    {
        var processes = shop.App.Replicas(fault.Target).Select(replica => replica.Pid).OfType<int>().ToList();
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                return await KillAsync(processes);
            case FaultKind.KillReplica:
                return await KillAsync([processes[random.Next(processes.Count)]]);
            case FaultKind.KillSession:
                await KillSessionAsync(processes);
                return [];
            case FaultKind.Pause:
                await PauseAsync(processes[random.Next(processes.Count)], cancellationToken);
                return [];
            case FaultKind.Away:
                return await KeepAwayAsync(fault.Target, cancellationToken);
            default:
                await shop.ReplaceAppHostAsync();
                return [];
        }
    }

    /// <summary>Whether the AppHost knows that the processes are gone; until then it may call them healthy.</summary>
    public bool IsNoticed(IReadOnlyList<int> gone) => !shop.App.ProcessIds.Intersect(gone).Any();

    /// <summary>How many events waited at once, at most, while the broker was away.</summary>
    public long LargestOutbox { get; private set; }

    private static async Task<IReadOnlyList<int>> KillAsync(IReadOnlyList<int> processes)
    {
        foreach (var process in processes)
        {
            await ProcessSignals.SendAsync(process, "KILL");
        }

        return processes;
    }

    private async Task KillSessionAsync(IReadOnlyList<int> servers)
    {
        // A session's process says which client it serves: "postgres: postgres orderdb 127.0.0.1(41234) idle".
        var sessions = servers.SelectMany(ProcessSignals.ChildrenOf).Where(child => ProcessSignals.TitleOf(child).Contains("db 127.0.0.1(", StringComparison.Ordinal)).ToList();
        if (sessions.Count > 0)
        {
            await ProcessSignals.SendAsync(sessions[random.Next(sessions.Count)], "KILL");
        }
    }

    private async Task PauseAsync(int process, CancellationToken cancellationToken)
    {
        int[] family = [process, .. ProcessSignals.ChildrenOf(process)];
        try
        {
            await SendAsync("STOP");
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
    private async Task<IReadOnlyList<int>> KeepAwayAsync(string target, CancellationToken cancellationToken)
    {
        using var away = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        away.CancelAfter(options.Away);
        var gone = new HashSet<int>();
        while (!away.IsCancellationRequested)
        {
            await NoteOutboxAsync();
            foreach (var process in shop.App.Replicas(target).Select(replica => replica.Pid).OfType<int>().Where(gone.Add))
            {
                await ProcessSignals.SendAsync(process, "KILL");
            }

            await Task.Delay(Glance, CancellationToken.None);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return [.. gone];
    }

    private async Task NoteOutboxAsync()
    {
        await using var connection = new NpgsqlConnection(shop.Servers.Database(Databases.Order));
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand("SELECT count(*) FROM outbox", connection);
        LargestOutbox = Math.Max(LargestOutbox, (long)(await count.ExecuteScalarAsync())!);
    }
}

namespace Shop.Load.Checkout;

/// <summary>Counts of statements between snapshots.</summary>
internal static class StatementCount
{
    /// <summary>What ran between two snapshots.</summary>
    public static Dictionary<Statement, long> Between(IReadOnlyDictionary<Statement, long> before, IReadOnlyDictionary<Statement, long> after) =>
        after.Select(entry => (entry.Key, Calls: entry.Value - before.GetValueOrDefault(entry.Key)))
            .Where(entry => entry.Calls > 0)
            .ToDictionary(entry => entry.Key, entry => entry.Calls);

    /// <summary>
    /// What checkouts cost beyond what runs anyway: of each statement the calls while they ran, less the calls that it makes in as
    /// much time when nobody shops, never below none.
    /// </summary>
    /// <param name="busy">Calls while they ran.</param>
    /// <param name="busyTime">How long that was.</param>
    /// <param name="idle">Calls while nobody shopped.</param>
    /// <param name="idleTime">How long that was.</param>
    public static Dictionary<Statement, double> Beyond(
        IReadOnlyDictionary<Statement, long> busy, TimeSpan busyTime, IReadOnlyDictionary<Statement, long> idle, TimeSpan idleTime) =>
        busy.Select(entry => (entry.Key, Calls: entry.Value - idle.GetValueOrDefault(entry.Key) * (busyTime / idleTime)))
            .Where(entry => entry.Calls > 0)
            .ToDictionary(entry => entry.Key, entry => entry.Calls);
}

using System.Collections.Concurrent;

namespace Shop.Load.Chaos;

/// <summary>What the shoppers have met, counted.</summary>
internal sealed class LoadFigures
{
    private const int KeptComplaints = 20;
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentQueue<string> _complaints = new();

    public int this[string what] => _counts.GetValueOrDefault(what);

    /// <summary>Broken promises that a shopper saw with its own eyes.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public void Count(string what) => _counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    public void Complain(string what)
    {
        Count("complaints");
        if (_complaints.Count < KeptComplaints)
        {
            _complaints.Enqueue(what);
        }
    }

    public IEnumerable<KeyValuePair<string, int>> StartingWith(string prefix) =>
        _counts.Where(count => count.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => KeyValuePair.Create(count.Key[prefix.Length..], count.Value));
}

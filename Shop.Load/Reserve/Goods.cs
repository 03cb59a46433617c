namespace Shop.Load.Reserve;

/// <summary>What is bought: one thing that all want, and many that somebody wants.</summary>
internal static class Goods
{
    /// <summary>How many there are beside the hot one.</summary>
    public const int Count = 1000;

    /// <summary>So many of each that nobody ever goes without.</summary>
    public const int Stock = 500_000_000;

    public const string Hot = "BENCHMARK-HOT";

    public static IReadOnlyList<string> Spread { get; } = [.. Enumerable.Range(0, Count).Select(i => $"BENCHMARK-{i}")];

    public static string Any() => Spread[Random.Shared.Next(Count)];
}

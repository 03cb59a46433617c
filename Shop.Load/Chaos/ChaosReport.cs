namespace Shop.Load.Chaos;

/// <summary>A run in figures.</summary>
internal static class ChaosReport
{
    public static void Write(TextWriter output, ChaosOptions options, IReadOnlyList<Recovery> recoveries, LoadFigures figures)
    {
        output.WriteLine();
        output.WriteLine($"{"fault",-28} {"count",5}   {"healthy again: median",21} {"max",8}   {"selling again: median",21} {"max",8}");
        foreach (var kind in recoveries.GroupBy(recovery => recovery.Fault.ToString()).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine(
                $"{kind.Key,-28} {kind.Count(),5}   {Median(kind.Select(recovery => recovery.Healthy)),21} {Seconds(kind.Max(recovery => recovery.Healthy)),8}   {Median(kind.Select(recovery => recovery.Selling)),21} {Seconds(kind.Max(recovery => recovery.Selling)),8}");
        }

        output.WriteLine();
        output.WriteLine($"seed                 {options.Seed}");
        output.WriteLine($"faults injected      {recoveries.Count}");
        output.WriteLine($"orders placed        {figures["placed"]}");
        output.WriteLine($"orders cancelled     {figures["cancelled"]}");
        List(output, "refused", figures.StartingWith("refused "));
        List(output, "seen by watchers", figures.StartingWith("seen "));
        List(output, "calls repeated", figures.StartingWith("uncertain "));
        output.WriteLine($"broken promises      {figures["complaints"]}");
        foreach (var complaint in figures.Complaints)
        {
            output.WriteLine($"  {complaint}");
        }
    }

    private static void List(TextWriter output, string what, IEnumerable<KeyValuePair<string, int>> counts) =>
        output.WriteLine($"{what,-20} {string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"))}");

    private static string Median(IEnumerable<TimeSpan> times)
    {
        var ordered = times.Order().ToList();
        return Seconds(ordered[ordered.Count / 2]);
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.0} s";
}

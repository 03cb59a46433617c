using Shop.Load.Verify;
using Shop.Load.Verify.Invariants;

namespace Shop.Load.Chaos;

/// <summary>A run in figures.</summary>
internal static class ChaosReport
{
    public static void Write(TextWriter output, ChaosOptions options, IReadOnlyList<Recovery> recoveries, LoadFigures figures, IReadOnlyDictionary<IInvariant, Finding> findings)
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
        output.WriteLine($"faults injected      {recoveries.Count}: {string.Join(", ", recoveries.GroupBy(recovery => recovery.Fault.KindName).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}"))}");
        output.WriteLine($"orders placed        {figures["placed"]}");
        output.WriteLine($"cancelled by owners  {figures["cancelled"]}");
        List(output, "by clerks", figures.StartingWith("clerk "));
        List(output, "refused", figures.StartingWith("refused "));
        List(output, "seen by watchers", figures.StartingWith("seen "));
        List(output, "calls repeated", figures.StartingWith("uncertain "));
        output.WriteLine($"orders lost          {Broken<AcceptedOrdersAreThere>(findings)}");
        output.WriteLine($"parcels, money lost  {Broken<PartsAreThere>(findings)}");
        output.WriteLine($"double charges       {Broken<OneAuthorizationOneCapture>(findings)} in our ledger, {Broken<OneChargeAtProvider>(findings)} at the provider");
        output.WriteLine($"charges, no order    {Broken<NoChargeWithoutOrder>(findings)}");
        output.WriteLine($"oversold             {Broken<StockIsNeverNegative>(findings)} SKUs");
        output.WriteLine($"stuck orders         {Broken<OrdersAreDecidedInTime>(findings)}");
        output.WriteLine($"dead letters         {Broken<NoDeadLetters>(findings)}");
        output.WriteLine($"promises broken      {findings.Values.Count(finding => finding.IsBroken)} of {findings.Values.Count(finding => finding.IsChecked)}");
        output.WriteLine($"complaints           {figures["complaints"]}");
        foreach (var complaint in figures.Complaints)
        {
            output.WriteLine($"  {complaint}");
        }
    }

    private static void List(TextWriter output, string what, IEnumerable<KeyValuePair<string, int>> counts) =>
        output.WriteLine($"{what,-20} {string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"))}");

    private static string Broken<T>(IReadOnlyDictionary<IInvariant, Finding> findings)
        where T : IInvariant =>
        findings.First(finding => finding.Key is T).Value is { IsChecked: true } finding ? $"{finding.Offenders.Count}" : "not checked";

    private static string Median(IEnumerable<TimeSpan> times)
    {
        var ordered = times.Order().ToList();
        return Seconds(ordered[ordered.Count / 2]);
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.0} s";
}

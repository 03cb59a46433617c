namespace Shop.Load.Running;

/// <summary>Sums up what was measured.</summary>
internal static class Figures
{
    /// <summary>The middle one; of an even number the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The value that this share of all is not above, by nearest rank.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">Over 0, up to 1.</param>
    public static T Percentile<T>(IEnumerable<T> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}

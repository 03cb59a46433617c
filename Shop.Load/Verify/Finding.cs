namespace Shop.Load.Verify;

/// <summary>What came out of looking.</summary>
/// <param name="Figures">How much was looked at.</param>
/// <param name="Offenders">What breaks the promise, one text each; none when it is kept.</param>
/// <param name="IsChecked">False when the shop lacks what would have to be looked at.</param>
internal sealed record Finding(string Figures, IReadOnlyList<string> Offenders, bool IsChecked = true)
{
    public bool IsBroken => Offenders.Count > 0;
}

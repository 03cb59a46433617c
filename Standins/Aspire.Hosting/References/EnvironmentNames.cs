namespace Aspire.Hosting.References;

internal static class EnvironmentNames
{
    /// <summary>What a reference's name becomes in an environment variable: letters and digits in upper case, all else an underscore.</summary>
    public static string Encode(string name) => new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')]);
}

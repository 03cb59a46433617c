using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random value of at least <see cref="MinLength"/> characters, about 128 bits and more with the default of 22.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    // Without look-alikes (I, l, O, 0, 1), and without characters that shells and connection strings treat specially.
    private const string LowerCase = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCase = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Specials = "-_.{}~()*+!";

    public int MinLength { get; set; }

    public bool Lower { get; set; } = true;

    public bool Upper { get; set; } = true;

    public bool Numeric { get; set; } = true;

    public bool Special { get; set; } = true;

    public int MinLower { get; set; }

    public int MinUpper { get; set; }

    public int MinNumeric { get; set; }

    public int MinSpecial { get; set; }

    public override string GetDefaultValue()
    {
        List<char> chosen =
        [
            .. Pick(LowerCase, Lower, MinLower), .. Pick(UpperCase, Upper, MinUpper),
            .. Pick(Digits, Numeric, MinNumeric), .. Pick(Specials, Special, MinSpecial),
        ];
        var alphabet = (Lower ? LowerCase : "") + (Upper ? UpperCase : "") + (Numeric ? Digits : "") + (Special ? Specials : "");
        if (alphabet.Length == 0)
        {
            throw new ArgumentException("At least one character type must be enabled.");
        }
        chosen.AddRange(RandomNumberGenerator.GetItems<char>(alphabet, Math.Max(0, Math.Max(MinLength, 1) - chosen.Count)));
        var result = chosen.ToArray();
        RandomNumberGenerator.Shuffle<char>(result);
        return new string(result);
    }

    private static char[] Pick(string alphabet, bool enabled, int count) => (enabled, count) switch
    {
        (_, 0) => [],
        (false, _) => throw new ArgumentException("A minimum is given for a character type that is disabled."),
        _ => RandomNumberGenerator.GetItems<char>(alphabet, count),
    };
}

namespace Shop.Identity;

/// <summary>What may be an e-mail address. Whether it is one, only a letter finds out.</summary>
internal static class EmailAddress
{
    private const int Longest = 254;
    private const int LongestLocalPart = 64;

    public static bool IsPlausible(string text)
    {
        var at = text.LastIndexOf('@');
        return text.Length <= Longest
            && at is > 0 and <= LongestLocalPart
            && text.IndexOf('@') == at
            && !text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is '<' or '>' or '"' or ',' or ';' or '\\' or '(' or ')')
            && IsDomain(text.AsSpan(at + 1));
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (!domain.Contains('.'))
        {
            return false;
        }

        foreach (var label in domain.Split('.'))
        {
            var part = domain[label];
            if (part.Length is 0 or > 63 || part[0] == '-' || part[^1] == '-')
            {
                return false;
            }

            foreach (var character in part)
            {
                if (!char.IsLetterOrDigit(character) && character != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }
}

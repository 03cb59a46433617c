using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Shop.Catalog;

/// <summary>Readable ids for links: what they may be, and how one is made of a name.</summary>
internal static partial class Slug
{
    public const string Rule = "must be 1 to 100 characters of a-z 0-9 -, beginning and ending with a letter or digit";

    private const int Longest = 100;

    // As many as are looked for at once; the last resort is one that nobody else has.
    private const int Numbers = 20;

    public static bool IsValid(string value) => Pattern().IsMatch(value);

    /// <summary>The slugs that a name could have, the best first.</summary>
    /// <param name="name">The name.</param>
    /// <param name="id">Whose slug it will be.</param>
    public static IReadOnlyList<string> Candidates(string name, Guid id)
    {
        var plain = Plain(name);
        return
        [
            .. plain.Length == 0 ? [] : new[] { plain },
            .. plain.Length == 0 ? [] : Enumerable.Range(2, Numbers).Select(number => WithSuffix(plain, number.ToString(CultureInfo.InvariantCulture))),
            WithSuffix(plain.Length == 0 ? "item" : plain, id.ToString("n")),
        ];
    }

    // Whatever is no letter of the alphabet and no digit becomes one hyphen; an apostrophe nothing.
    private static string Plain(string name)
    {
        var slug = new StringBuilder();
        foreach (var letter in name)
        {
            if (Spelt(char.ToLowerInvariant(letter)) is { } spelt)
            {
                slug.Append(spelt);
            }
            else if (slug.Length > 0 && slug[^1] != '-' && letter is not ('\'' or '’' or '.' or '!'))
            {
                slug.Append('-');
            }
        }

        return Cut(slug.ToString(), Longest);
    }

    // The service runs without the tables of Unicode (InvariantGlobalization), so Europe's letters are told here.
    private static string? Spelt(char letter) => letter switch
    {
        >= 'a' and <= 'z' or >= '0' and <= '9' => letter.ToString(),
        'à' or 'á' or 'â' or 'ã' or 'ä' or 'å' or 'ā' or 'ă' or 'ą' => "a",
        'ç' or 'ć' or 'č' or 'ĉ' or 'ċ' => "c",
        'ď' or 'đ' or 'ð' => "d",
        'è' or 'é' or 'ê' or 'ë' or 'ē' or 'ė' or 'ę' or 'ě' => "e",
        'ğ' or 'ģ' or 'ĝ' => "g",
        'ì' or 'í' or 'î' or 'ï' or 'ī' or 'į' or 'ı' => "i",
        'ł' or 'ĺ' or 'ļ' or 'ľ' => "l",
        'ñ' or 'ń' or 'ņ' or 'ň' => "n",
        'ò' or 'ó' or 'ô' or 'õ' or 'ö' or 'ø' or 'ō' or 'ő' => "o",
        'ŕ' or 'ř' => "r",
        'ś' or 'š' or 'ş' or 'ș' => "s",
        'ť' or 'ţ' or 'ț' => "t",
        'ù' or 'ú' or 'û' or 'ü' or 'ū' or 'ů' or 'ű' or 'ų' => "u",
        'ý' or 'ÿ' => "y",
        'ź' or 'ż' or 'ž' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        '&' => "and",
        _ => null,
    };

    private static string WithSuffix(string slug, string suffix) => $"{Cut(slug, Longest - suffix.Length - 1)}-{suffix}";

    private static string Cut(string slug, int length) => slug[..Math.Min(slug.Length, length)].Trim('-');

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}

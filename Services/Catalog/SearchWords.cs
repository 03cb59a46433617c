using System.Globalization;
using System.Text;

namespace Shop.Catalog;

/// <summary>The words of what somebody typed. Pure.</summary>
internal static class SearchWords
{
    private const int MaxWords = 10;
    private const int MaxLength = 50;

    /// <summary>
    /// Letters and digits that stand together, with their marks, in lower case; punctuation is between words. What products say is
    /// parted in the same way: see search_text in the migrations.
    /// </summary>
    public static string[] Of(string query)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var letter in (query + ' ').EnumerateRunes())
        {
            if (IsOfWord(letter))
            {
                word.Append(word.Length + letter.Utf16SequenceLength <= MaxLength ? Rune.ToLowerInvariant(letter).ToString() : "");
            }
            else if (letter.Value is not ('\'' or '’') && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return [.. words.Distinct(StringComparer.Ordinal).Take(MaxWords)];
    }

    /// <summary>
    /// The words that are one slip of a finger away: a letter left out, one too many, another one, or two the wrong way round.
    /// </summary>
    public static IEnumerable<string> OneSlipFrom(string word)
    {
        const string letters = "abcdefghijklmnopqrstuvwxyz0123456789";
        for (var i = 0; i <= word.Length; i++)
        {
            var (before, after) = (word[..i], word[i..]);
            foreach (var letter in letters)
            {
                yield return before + letter + after;
                if (after.Length > 0)
                {
                    yield return before + letter + after[1..];
                }
            }

            if (after.Length > 0)
            {
                yield return before + after[1..];
            }

            if (after.Length > 1)
            {
                yield return before + after[1] + after[0] + after[2..];
            }
        }
    }

    private static bool IsOfWord(Rune letter) =>
        Rune.IsLetterOrDigit(letter) || Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}

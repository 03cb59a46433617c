using System.Text;

namespace Aspire.Hosting.Orchestration;

internal static class CommandLine
{
    /// <summary>Splits arguments at spaces, except within double quotes; a backslash escapes a quote.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var arguments = new List<string>();
        var current = new StringBuilder();
        var quoted = false;
        var any = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length && text[i + 1] == '"')
            {
                current.Append(text[++i]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
                any = true;
            }
            else if (char.IsWhiteSpace(c) && !quoted)
            {
                End();
            }
            else
            {
                current.Append(c);
            }
        }
        End();
        return arguments;

        void End()
        {
            if (any || current.Length > 0)
            {
                arguments.Add(current.ToString());
            }
            current.Clear();
            any = false;
        }
    }
}

using System.Text;

namespace Microsoft.AspNetCore.Authentication.JwtBearer;

/// <summary>The WWW-Authenticate header (RFC 6750, 3).</summary>
internal static class ChallengeHeader
{
    public static string Write(string scheme, JwtBearerChallengeContext challenge)
    {
        var header = new StringBuilder(scheme);
        var isFirst = !scheme.Contains(' ', StringComparison.Ordinal);
        Add("error", challenge.Error);
        Add("error_description", challenge.ErrorDescription);
        Add("error_uri", challenge.ErrorUri);
        return header.ToString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                header.Append(isFirst ? " " : ", ").Append(name).Append("=\"").Append(Clean(value)).Append('"');
                isFirst = false;
            }
        }
    }

    // A description may repeat what a token says: it must neither end the quotes nor be no header at all.
    private static string Clean(string value) =>
        string.Create(value.Length, value, static (clean, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                clean[i] = from[i] is '"' or '\\' or < ' ' or > '~' ? '?' : from[i];
            }
        });
}

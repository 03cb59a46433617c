using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Shop.Payments;

/// <summary>
/// Whether a webhook is the provider's and of now. Its header says <c>t=&lt;unix seconds&gt;,v1=&lt;hex&gt;</c>, where v1 is
/// HMAC-SHA256 over <c>t.body</c>; several v1 while secrets are changed, of which one has to fit one of ours.
/// </summary>
internal sealed class WebhookSignature(IOptions<ProviderOptions> options, TimeProvider time)
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "Provider-Signature";

    private const int MaxSignatures = 4;

    private readonly byte[][] _secrets = [.. options.Value.WebhookSecrets.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether to believe a body.</summary>
    public bool IsValid(string? header, ReadOnlySpan<byte> body)
    {
        if (Parse(header) is not { } signature || (time.GetUtcNow() - signature.Time).Duration() > options.Value.WebhookTolerance)
        {
            return false;
        }

        byte[] signed = [.. Encoding.ASCII.GetBytes($"{signature.Stamp}."), .. body];
        var valid = false;
        foreach (var secret in _secrets)
        {
            var expected = HMACSHA256.HashData(secret, signed);
            // All are compared, each in constant time: how long it takes tells nothing.
            foreach (var given in signature.Hashes)
            {
                valid |= CryptographicOperations.FixedTimeEquals(expected, given);
            }
        }

        return valid;
    }

    private static (string Stamp, DateTimeOffset Time, IReadOnlyList<byte[]> Hashes)? Parse(string? header)
    {
        string? stamp = null;
        var hashes = new List<byte[]>();
        foreach (var part in (header ?? "").Split(','))
        {
            if (part.StartsWith("t=", StringComparison.Ordinal))
            {
                stamp = part[2..];
            }
            else if (part.StartsWith("v1=", StringComparison.Ordinal) && part.Length == 3 + 2 * HMACSHA256.HashSizeInBytes && hashes.Count < MaxSignatures && HashOf(part[3..]) is { } hash)
            {
                hashes.Add(hash);
            }
        }

        return long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 1L << 36
            ? (stamp, DateTimeOffset.FromUnixTimeSeconds(seconds), hashes)
            : null;
    }

    private static byte[]? HashOf(string hex) => hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
}

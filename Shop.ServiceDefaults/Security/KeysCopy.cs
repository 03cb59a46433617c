using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Shop.ServiceDefaults.Security;

/// <summary>The last keys in a file, see <see cref="KeyOptions.KeysCopy"/>. Replicas and services of one machine may share it.</summary>
internal sealed partial class KeysCopy(IOptions<KeyOptions> options, IConfiguration configuration, ILogger<KeysCopy> logger)
{
    private const int SealLength = 32;
    private readonly string _path = options.Value.KeysCopy;
    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(configuration[TokenKey.ConfigurationKey] ?? ""), outputLength: SealLength, info: "shop copy of public keys v1"u8.ToArray());

    /// <summary>What was kept; null when there is nothing, or somebody else wrote it.</summary>
    public byte[]? Read()
    {
        try
        {
            if (_path.Length == 0 || !File.Exists(_path))
            {
                return null;
            }

            var bytes = File.ReadAllBytes(_path);
            if (bytes.Length > SealLength && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_key, bytes.AsSpan(SealLength)), bytes.AsSpan(0, SealLength)))
            {
                return bytes[SealLength..];
            }

            LogForeign(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(_path, exception.Message);
        }

        return null;
    }

    /// <summary>Keeps the keys. Whoever reads at the same time finds the ones before or these.</summary>
    public void Write(byte[] keys)
    {
        if (_path.Length == 0)
        {
            return;
        }

        try
        {
            var draft = $"{_path}.{Guid.NewGuid():N}";
            File.WriteAllBytes(draft, [.. HMACSHA256.HashData(_key, keys), .. keys]);
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogFailed(_path, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The copy of Identity's keys in {Path} was not written by a service of this shop, and does not count")]
    private partial void LogForeign(string path);

    [LoggerMessage(LogLevel.Warning, "The copy of Identity's keys in {Path} cannot be used: {Reason}")]
    private partial void LogFailed(string path, string reason);
}

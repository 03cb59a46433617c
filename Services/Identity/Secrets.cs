using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Shop.Identity;

/// <summary>The keys that are derived from the secret of the AppHost, each for one purpose, and the same in every replica.</summary>
internal sealed class Secrets
{
    private const int KeyLength = 32;
    private const int TagLength = 16;
    private readonly byte[] _root;

    public Secrets(IOptions<AccountOptions> options) => _root = Encoding.UTF8.GetBytes(options.Value.Secret);

    /// <summary>A key of 256 bits for this purpose.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _root, KeyLength, info: Encoding.UTF8.GetBytes($"shop identity {purpose}"));

    /// <summary>Encrypts (AES-256-GCM): nonce, tag, ciphertext.</summary>
    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain)
    {
        var sealedBytes = new byte[AesGcm.NonceByteSizes.MaxSize + TagLength + plain.Length];
        var nonce = sealedBytes.AsSpan(0, AesGcm.NonceByteSizes.MaxSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(nonce.Length + TagLength), sealedBytes.AsSpan(nonce.Length, TagLength));
        return sealedBytes;
    }

    /// <summary>Decrypts what was sealed.</summary>
    /// <exception cref="CryptographicException">It was not, or by another key.</exception>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> sealedBytes)
    {
        var head = AesGcm.NonceByteSizes.MaxSize + TagLength;
        if (sealedBytes.Length < head)
        {
            throw new CryptographicException("Too short to have been sealed.");
        }

        var plain = new byte[sealedBytes.Length - head];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(sealedBytes[..AesGcm.NonceByteSizes.MaxSize], sealedBytes[head..], sealedBytes.Slice(AesGcm.NonceByteSizes.MaxSize, TagLength), plain);
        return plain;
    }
}

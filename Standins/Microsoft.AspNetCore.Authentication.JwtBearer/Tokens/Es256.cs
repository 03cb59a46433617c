using System.Security.Cryptography;

namespace Microsoft.IdentityModel.Tokens;

/// <summary>ECDSA on P-256 with SHA-256; a signature is r and s, 32 bytes each (RFC 7518, 3.4).</summary>
internal static class Es256
{
    private const int SignatureBytes = 64;

    public static byte[] Sign(SigningCredentials credentials, ReadOnlySpan<byte> content)
    {
        if (credentials.Algorithm != SecurityAlgorithms.EcdsaSha256 || credentials.Key.AsEcdsa() is not { } key)
        {
            throw new NotSupportedException(
                $"Unable to sign with the algorithm '{credentials.Algorithm}' and a key of type '{credentials.Key.GetType()}': only ES256 with a P-256 key is supported.");
        }

        return key.ECDsa.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public static bool Verify(ECDsaSecurityKey key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureBytes
        && key.ECDsa.VerifyData(content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
}

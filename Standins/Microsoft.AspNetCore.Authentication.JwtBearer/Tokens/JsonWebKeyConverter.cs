namespace Microsoft.IdentityModel.Tokens;

public static class JsonWebKeyConverter
{
    /// <summary>The public part of the key, as it is published.</summary>
    public static JsonWebKey ConvertFromECDsaSecurityKey(ECDsaSecurityKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.AsEcdsa() is null)
        {
            throw new NotSupportedException("Only P-256 keys can be converted.");
        }

        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
            Crv = JsonWebKeyECTypes.P256,
            Kid = key.KeyId,
            X = Base64UrlEncoder.Encode(point.X!),
            Y = Base64UrlEncoder.Encode(point.Y!),
        };
    }
}

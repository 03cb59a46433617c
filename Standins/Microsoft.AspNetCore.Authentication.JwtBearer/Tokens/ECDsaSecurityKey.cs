using System.Security.Cryptography;

namespace Microsoft.IdentityModel.Tokens;

public class ECDsaSecurityKey : AsymmetricSecurityKey
{
    /// <summary>ES256 is P-256 alone, by OID or by name: another curve of that size is another algorithm.</summary>
    private readonly bool _isP256;

    public ECDsaSecurityKey(ECDsa ecdsa)
    {
        ArgumentNullException.ThrowIfNull(ecdsa);
        ECDsa = ecdsa;
        var curve = ecdsa.ExportParameters(includePrivateParameters: false).Curve;
        _isP256 = curve.IsNamed && (curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value || curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256");
    }

    public ECDsa ECDsa { get; }

    public override int KeySize => ECDsa.KeySize;

    internal override ECDsaSecurityKey? AsEcdsa() => _isP256 ? this : null;
}

using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

internal static class SignatureValidation
{
    public static void Validate(JsonWebToken token, TokenValidationParameters parameters)
    {
        ValidateAlgorithm(token, parameters);
        if (token.Form.Signature.Length == 0)
        {
            throw new SecurityTokenInvalidSignatureException("The token has no signature.");
        }

        var keys = KeysFor(token, parameters);
        if (keys.Count == 0)
        {
            throw new SecurityTokenSignatureKeyNotFoundException("There is no key that the token may be signed with.");
        }

        var content = token.Form.SignedContent;
        token.SigningKey = keys.Find(key => key.AsEcdsa() is { } ecdsa && Es256.Verify(ecdsa, content, token.Form.Signature))
            ?? throw new SecurityTokenInvalidSignatureException("The signature of the token is not that of a known key.");
    }

    // The key decides the algorithm, never the token: its "alg" may only agree.
    private static void ValidateAlgorithm(JsonWebToken token, TokenValidationParameters parameters)
    {
        var allowed = parameters.ValidAlgorithms?.ToList() is not { Count: > 0 } algorithms || algorithms.Contains(token.Alg, StringComparer.Ordinal);
        if (token.Alg != SecurityAlgorithms.EcdsaSha256 || !allowed)
        {
            throw new SecurityTokenInvalidAlgorithmException("The algorithm of the token is not allowed.") { InvalidAlgorithm = token.Alg };
        }

        // An extension that must be understood, and none is (RFC 7515, 4.1.11).
        if (token.Form.Header.Has("crit"))
        {
            throw new SecurityTokenInvalidSignatureException("The token has critical headers, none of which is known.");
        }
    }

    private static List<SecurityKey> KeysFor(JsonWebToken token, TokenValidationParameters parameters)
    {
        if (parameters.IssuerSigningKeyResolver is { } resolver)
        {
            return [.. resolver(token.EncodedToken, token, token.Kid, parameters) ?? []];
        }

        List<SecurityKey> all = [.. parameters.IssuerSigningKeys ?? []];
        if (parameters.IssuerSigningKey is { } key)
        {
            all.Insert(0, key);
        }

        var named = all.FindAll(key => token.Kid.Length > 0 && key.KeyId == token.Kid);
        return named.Count > 0 || (token.Kid.Length > 0 && !parameters.TryAllIssuerSigningKeys) ? named : all;
    }
}

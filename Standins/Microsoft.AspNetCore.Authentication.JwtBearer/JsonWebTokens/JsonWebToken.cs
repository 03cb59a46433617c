using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace Microsoft.IdentityModel.JsonWebTokens;

/// <summary>A signed token as it is read; nothing of it is validated.</summary>
public class JsonWebToken : SecurityToken
{
    private readonly CompactForm _form;
    private List<Claim>? _claims;

    /// <exception cref="SecurityTokenMalformedException">It is no signed token in compact form.</exception>
    public JsonWebToken(string jwtEncodedString)
    {
        ArgumentException.ThrowIfNullOrEmpty(jwtEncodedString);
        _form = CompactForm.Read(jwtEncodedString);
        ValidFrom = _form.Payload.Time(JwtRegisteredClaimNames.Nbf) ?? DateTime.MinValue;
        ValidTo = _form.Payload.Time(JwtRegisteredClaimNames.Exp) ?? DateTime.MinValue;
        IssuedAt = _form.Payload.Time(JwtRegisteredClaimNames.Iat) ?? DateTime.MinValue;
        Issuer = _form.Payload.Text(JwtRegisteredClaimNames.Iss);
        Subject = _form.Payload.Text(JwtRegisteredClaimNames.Sub);
        Id = _form.Payload.Text(JwtRegisteredClaimNames.Jti);
        Audiences = _form.Payload.Texts(JwtRegisteredClaimNames.Aud);
        Alg = _form.Header.Text(JwtHeaderParameterNames.Alg);
        Kid = _form.Header.Text(JwtHeaderParameterNames.Kid);
        Typ = _form.Header.Text(JwtHeaderParameterNames.Typ);
    }

    /// <summary>Empty where the token has none; so are the other texts.</summary>
    public override string Id { get; }

    public override string Issuer { get; }

    public string Subject { get; }

    public IEnumerable<string> Audiences { get; }

    public string Alg { get; }

    public string Kid { get; }

    public string Typ { get; }

    /// <summary><see cref="DateTime.MinValue"/> where the token has none; so are the other times.</summary>
    public override DateTime ValidFrom { get; }

    public override DateTime ValidTo { get; }

    public DateTime IssuedAt { get; }

    public override SecurityKey? SecurityKey => null;

    public override SecurityKey? SigningKey { get; set; }

    public string EncodedToken => _form.Text;

    public string EncodedHeader => _form.EncodedHeader;

    public string EncodedPayload => _form.EncodedPayload;

    public string EncodedSignature => _form.EncodedSignature;

    public IEnumerable<Claim> Claims => _claims ??= [.. PayloadClaims.Read(_form.Payload, Issuer)];

    internal CompactForm Form => _form;

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public Claim GetClaim(string key) =>
        TryGetClaim(key, out var claim) ? claim : throw new ArgumentException($"The token has no claim '{key}'.", nameof(key));

    public bool TryGetClaim(string key, [NotNullWhen(true)] out Claim? value) =>
        (value = Claims.FirstOrDefault(claim => claim.Type == key)) is not null;

    public T GetPayloadValue<T>(string key) =>
        TryGetPayloadValue<T>(key, out var value) ? value : throw new ArgumentException($"The token has no claim '{key}' of that type.", nameof(key));

    public bool TryGetPayloadValue<T>(string key, [MaybeNullWhen(false)] out T value) => _form.Payload.TryRead(key, out value);

    public bool TryGetHeaderValue<T>(string key, [MaybeNullWhen(false)] out T value) => _form.Header.TryRead(key, out value);

    /// <summary>Without the signature, so that a log is no source of tokens.</summary>
    public override string ToString() => $"{EncodedHeader}.{EncodedPayload}";
}

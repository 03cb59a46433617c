namespace Microsoft.IdentityModel.Tokens;

/// <summary>Finds the keys that may have signed a token.</summary>
public delegate IEnumerable<SecurityKey> IssuerSigningKeyResolver(
    string token, SecurityToken securityToken, string? kid, TokenValidationParameters validationParameters);

/// <summary>Decides in place of the usual comparison with the clock.</summary>
public delegate bool LifetimeValidator(
    DateTime? notBefore, DateTime? expires, SecurityToken securityToken, TokenValidationParameters validationParameters);

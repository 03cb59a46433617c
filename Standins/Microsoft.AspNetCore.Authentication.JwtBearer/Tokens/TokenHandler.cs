namespace Microsoft.IdentityModel.Tokens;

public abstract class TokenHandler
{
    /// <summary>A longer token is refused before anything of it is read. Default: 250 KiB.</summary>
    public virtual int MaximumTokenSizeInBytes { get; set; } = 250 * 1024;

    /// <summary>The lifetime of a token whose descriptor states none. Default: 60.</summary>
    public int TokenLifetimeInMinutes { get; set; } = 60;

    /// <summary>Whether a token whose descriptor states no times gets "exp", "iat" and "nbf". Default: yes.</summary>
    public bool SetDefaultTimesOnTokenCreation { get; set; } = true;

    /// <summary>Never throws for what the token is: the result says why it is not valid.</summary>
    public abstract Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters);

    /// <inheritdoc cref="ValidateTokenAsync(string, TokenValidationParameters)"/>
    public abstract Task<TokenValidationResult> ValidateTokenAsync(SecurityToken token, TokenValidationParameters validationParameters);

    /// <summary>Reads without validating anything.</summary>
    public abstract SecurityToken ReadToken(string token);
}

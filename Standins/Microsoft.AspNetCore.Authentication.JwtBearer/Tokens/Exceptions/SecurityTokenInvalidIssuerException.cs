namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token is from somebody else.</summary>
public class SecurityTokenInvalidIssuerException : SecurityTokenValidationException
{
    public SecurityTokenInvalidIssuerException()
    {
    }

    public SecurityTokenInvalidIssuerException(string message)
        : base(message)
    {
    }

    public SecurityTokenInvalidIssuerException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public string? InvalidIssuer { get; set; }
}

namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token is for somebody else.</summary>
public class SecurityTokenInvalidAudienceException : SecurityTokenValidationException
{
    public SecurityTokenInvalidAudienceException()
    {
    }

    public SecurityTokenInvalidAudienceException(string message)
        : base(message)
    {
    }

    public SecurityTokenInvalidAudienceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public string? InvalidAudience { get; set; }
}

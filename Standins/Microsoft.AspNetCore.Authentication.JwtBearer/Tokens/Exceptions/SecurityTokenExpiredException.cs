namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token's time is over.</summary>
public class SecurityTokenExpiredException : SecurityTokenValidationException
{
    public SecurityTokenExpiredException()
    {
    }

    public SecurityTokenExpiredException(string message)
        : base(message)
    {
    }

    public SecurityTokenExpiredException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public DateTime Expires { get; set; }
}

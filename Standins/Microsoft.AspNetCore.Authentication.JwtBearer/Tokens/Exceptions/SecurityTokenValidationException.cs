namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token is not valid.</summary>
public class SecurityTokenValidationException : SecurityTokenException
{
    public SecurityTokenValidationException()
    {
    }

    public SecurityTokenValidationException(string message)
        : base(message)
    {
    }

    public SecurityTokenValidationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token states no end of its time.</summary>
public class SecurityTokenNoExpirationException : SecurityTokenValidationException
{
    public SecurityTokenNoExpirationException()
    {
    }

    public SecurityTokenNoExpirationException(string message)
        : base(message)
    {
    }

    public SecurityTokenNoExpirationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Microsoft.IdentityModel.Tokens;

/// <summary>The times of a token contradict each other, or the application's own rule.</summary>
public class SecurityTokenInvalidLifetimeException : SecurityTokenValidationException
{
    public SecurityTokenInvalidLifetimeException()
    {
    }

    public SecurityTokenInvalidLifetimeException(string message)
        : base(message)
    {
    }

    public SecurityTokenInvalidLifetimeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public DateTime? NotBefore { get; set; }

    public DateTime? Expires { get; set; }
}

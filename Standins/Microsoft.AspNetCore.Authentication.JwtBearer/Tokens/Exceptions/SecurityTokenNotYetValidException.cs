namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token's time has not come.</summary>
public class SecurityTokenNotYetValidException : SecurityTokenValidationException
{
    public SecurityTokenNotYetValidException()
    {
    }

    public SecurityTokenNotYetValidException(string message)
        : base(message)
    {
    }

    public SecurityTokenNotYetValidException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public DateTime NotBefore { get; set; }
}

namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token is of a type that is not allowed.</summary>
public class SecurityTokenInvalidTypeException : SecurityTokenValidationException
{
    public SecurityTokenInvalidTypeException()
    {
    }

    public SecurityTokenInvalidTypeException(string message)
        : base(message)
    {
    }

    public SecurityTokenInvalidTypeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public string? InvalidType { get; set; }
}

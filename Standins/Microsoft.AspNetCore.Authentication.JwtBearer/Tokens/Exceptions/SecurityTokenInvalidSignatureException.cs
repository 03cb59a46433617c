namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token has no signature, or not the right one.</summary>
public class SecurityTokenInvalidSignatureException : SecurityTokenValidationException
{
    public SecurityTokenInvalidSignatureException()
    {
    }

    public SecurityTokenInvalidSignatureException(string message)
        : base(message)
    {
    }

    public SecurityTokenInvalidSignatureException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

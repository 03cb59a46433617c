namespace Microsoft.IdentityModel.Tokens;

/// <summary>No key can be found that may have signed a token.</summary>
public class SecurityTokenSignatureKeyNotFoundException : SecurityTokenInvalidSignatureException
{
    public SecurityTokenSignatureKeyNotFoundException()
    {
    }

    public SecurityTokenSignatureKeyNotFoundException(string message)
        : base(message)
    {
    }

    public SecurityTokenSignatureKeyNotFoundException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Microsoft.IdentityModel.Tokens;

/// <summary>A text is no token.</summary>
public class SecurityTokenArgumentException : ArgumentException
{
    public SecurityTokenArgumentException()
    {
    }

    public SecurityTokenArgumentException(string message)
        : base(message)
    {
    }

    public SecurityTokenArgumentException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

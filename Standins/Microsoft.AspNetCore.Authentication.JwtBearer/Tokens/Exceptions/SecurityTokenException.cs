namespace Microsoft.IdentityModel.Tokens;

/// <summary>Something about a token is wrong.</summary>
public class SecurityTokenException : Exception
{
    public SecurityTokenException()
    {
    }

    public SecurityTokenException(string message)
        : base(message)
    {
    }

    public SecurityTokenException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

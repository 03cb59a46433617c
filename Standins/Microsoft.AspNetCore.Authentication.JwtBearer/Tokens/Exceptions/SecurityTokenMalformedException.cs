namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token has not the form of one.</summary>
public class SecurityTokenMalformedException : SecurityTokenArgumentException
{
    public SecurityTokenMalformedException()
    {
    }

    public SecurityTokenMalformedException(string message)
        : base(message)
    {
    }

    public SecurityTokenMalformedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}

namespace Microsoft.IdentityModel.Tokens;

/// <summary>A token is signed with an algorithm that is not allowed.</summary>
public class SecurityTokenInvalidAlgorithmException : SecurityTokenValidationException
{
    public SecurityTokenInvalidAlgorithmException()
    {
    }

    public SecurityTokenInvalidAlgorithmException(string message)
        : base(message)
    {
    }

    public SecurityTokenInvalidAlgorithmException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public string? InvalidAlgorithm { get; set; }
}

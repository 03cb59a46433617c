using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Authentication.JwtBearer;

public class JwtBearerChallengeContext(HttpContext context, AuthenticationScheme scheme, JwtBearerOptions options, AuthenticationProperties properties)
    : PropertiesContext<JwtBearerOptions>(context, scheme, options, properties)
{
    /// <summary>Why there is no principal; null if there was no token.</summary>
    public Exception? AuthenticateFailure { get; set; }

    /// <summary>"error" of RFC 6750, section 3.</summary>
    public string? Error { get; set; }

    public string? ErrorDescription { get; set; }

    public string? ErrorUri { get; set; }

    public bool Handled { get; private set; }

    /// <summary>The application answers the request itself.</summary>
    public void HandleResponse() => Handled = true;
}

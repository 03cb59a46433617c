namespace Microsoft.AspNetCore.Authentication.JwtBearer;

/// <summary>Where the application takes part in the authentication of a request.</summary>
public class JwtBearerEvents
{
    /// <summary>First of all; the token may be taken from elsewhere than the header.</summary>
    public Func<MessageReceivedContext, Task> OnMessageReceived { get; set; } = _ => Task.CompletedTask;

    /// <summary>The token is valid, and the principal made of it.</summary>
    public Func<TokenValidatedContext, Task> OnTokenValidated { get; set; } = _ => Task.CompletedTask;

    /// <summary>The token is not valid.</summary>
    public Func<AuthenticationFailedContext, Task> OnAuthenticationFailed { get; set; } = _ => Task.CompletedTask;

    /// <summary>Before a 401 is sent.</summary>
    public Func<JwtBearerChallengeContext, Task> OnChallenge { get; set; } = _ => Task.CompletedTask;

    /// <summary>Before a 403 is sent.</summary>
    public Func<ForbiddenContext, Task> OnForbidden { get; set; } = _ => Task.CompletedTask;

    public virtual Task MessageReceived(MessageReceivedContext context) => OnMessageReceived(context);

    public virtual Task TokenValidated(TokenValidatedContext context) => OnTokenValidated(context);

    public virtual Task AuthenticationFailed(AuthenticationFailedContext context) => OnAuthenticationFailed(context);

    public virtual Task Challenge(JwtBearerChallengeContext context) => OnChallenge(context);

    public virtual Task Forbidden(ForbiddenContext context) => OnForbidden(context);
}

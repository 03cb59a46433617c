using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;

namespace Microsoft.AspNetCore.Authentication.JwtBearer;

/// <summary>Authenticates a request by its bearer token (RFC 6750) and answers 401 with the reason.</summary>
public partial class JwtBearerHandler(IOptionsMonitor<JwtBearerOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<JwtBearerOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    /// <summary>Those of the options.</summary>
    protected new JwtBearerEvents Events
    {
        get => (JwtBearerEvents)base.Events!;
        set => base.Events = value;
    }

    protected override Task<object> CreateEventsAsync() => Task.FromResult<object>(new JwtBearerEvents());

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var received = new MessageReceivedContext(Context, Scheme, Options);
        await Events.MessageReceived(received);
        if (received.Result is not null)
        {
            return received.Result;
        }

        var token = string.IsNullOrEmpty(received.Token) ? HeaderToken() : received.Token;
        return token is null ? AuthenticateResult.NoResult() : await AuthenticateAsync(token);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        var challenge = new JwtBearerChallengeContext(Context, Scheme, Options, properties) { AuthenticateFailure = failure };
        if (Options.IncludeErrorDetails && failure is not null)
        {
            challenge.Error = "invalid_token";
            challenge.ErrorDescription = FailureDescription.Of(failure);
        }

        await Events.Challenge(challenge);
        if (!challenge.Handled)
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            Response.Headers.Append(HeaderNames.WWWAuthenticate, ChallengeHeader.Write(Options.Challenge, challenge));
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var forbidden = new ForbiddenContext(Context, Scheme, Options);
        if (Response.StatusCode == StatusCodes.Status403Forbidden)
        {
            return Task.CompletedTask;
        }

        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Events.Forbidden(forbidden);
    }

    private string? HeaderToken()
    {
        var authorization = Request.Headers.Authorization.ToString();
        return authorization.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && authorization[Prefix.Length..].Trim() is { Length: > 0 } token
            ? token
            : null;
    }

    private async Task<AuthenticateResult> AuthenticateAsync(string token)
    {
        List<Exception> failures = [];
        foreach (var handler in Options.TokenHandlers)
        {
            var validated = await handler.ValidateTokenAsync(token, Options.TokenValidationParameters);
            if (validated.IsValid)
            {
                return await SucceedAsync(token, validated);
            }

            failures.Add(validated.Exception ?? new SecurityTokenValidationException("The token is not valid."));
        }

        return failures.Count == 0
            ? AuthenticateResult.Fail("No TokenHandler was able to validate the token.")
            : await FailAsync(failures.Count == 1 ? failures[0] : new AggregateException(failures));
    }

    private async Task<AuthenticateResult> SucceedAsync(string token, TokenValidationResult result)
    {
        var validated = new TokenValidatedContext(Context, Scheme, Options)
        {
            Principal = new ClaimsPrincipal(result.ClaimsIdentity),
            SecurityToken = result.SecurityToken!,
        };
        validated.Properties.IssuedUtc = UtcOrNull(validated.SecurityToken.ValidFrom);
        validated.Properties.ExpiresUtc = UtcOrNull(validated.SecurityToken.ValidTo);

        await Events.TokenValidated(validated);
        if (validated.Result is not null)
        {
            return validated.Result;
        }

        if (Options.SaveToken)
        {
            validated.Properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = token }]);
        }

        validated.Success();
        return validated.Result!;
    }

    private async Task<AuthenticateResult> FailAsync(Exception failure)
    {
        // The reason alone: neither the token nor what it says belongs in a log.
        TokenRefused(Logger, failure.GetType().Name, failure.Message);
        var failed = new AuthenticationFailedContext(Context, Scheme, Options) { Exception = failure };
        await Events.AuthenticationFailed(failed);
        return failed.Result ?? AuthenticateResult.Fail(failed.Exception);
    }

    private static DateTimeOffset? UtcOrNull(DateTime time) =>
        time == DateTime.MinValue ? null : DateTime.SpecifyKind(time, DateTimeKind.Utc);

    [LoggerMessage(1, LogLevel.Information, "Failed to validate the token: {Failure}: {Reason}", EventName = "TokenValidationFailed")]
    private static partial void TokenRefused(ILogger logger, string failure, string reason);
}

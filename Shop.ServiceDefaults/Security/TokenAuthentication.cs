using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Security;

/// <summary>
/// Authenticates whoever shows a token. The framework's own middleware asks the scheme of every request; most of those who browse have
/// no token, and for them that would be the dearest part of a call that is answered from memory.
/// </summary>
internal sealed class TokenAuthentication : IStartupFilter
{
    // Documented: a single scheme is else the default one, and the framework's middleware asks it.
    private const string NoDefaultScheme = "Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme";

    public static void SuppressDefaultScheme() => AppContext.SetSwitch(NoDefaultScheme, isEnabled: true);

    /// <summary>Whether a request shows a token, of whatever kind. By its own headers: reading one of a gRPC call's copies them all.</summary>
    public static bool HasToken(HttpContext context) => context.Request.Headers.Authorization.Count > 0;

    /// <summary>What is found out about the token; within a request it is found out once.</summary>
    public static Task<AuthenticateResult> AuthenticateAsync(HttpContext context) => context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) => HasToken(context) ? AuthenticateAsync(context, following) : following(context));
        next(app);
    };

    private static async Task AuthenticateAsync(HttpContext context, RequestDelegate following)
    {
        if ((await AuthenticateAsync(context)).Principal is { } caller)
        {
            context.User = caller;
        }

        await following(context);
    }
}

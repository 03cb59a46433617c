using Microsoft.AspNetCore.HttpOverrides;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Gateway;

/// <summary>Who is outside, and from where.</summary>
internal static class Outsiders
{
    /// <summary>The configuration section with the addresses (<c>Proxies</c>) and networks (<c>Networks</c>) of the proxies before the gateway.</summary>
    public const string Section = "ForwardedHeaders";

    /// <summary>A caller's address is that of its connection, unless that is one of the proxies that are listed: only those are believed what they forward.</summary>
    public static void AddForwardedAddresses(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Section);
        var (proxies, networks) = (section.GetSection("Proxies").Get<string[]>() ?? [], section.GetSection("Networks").Get<string[]>() ?? []);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = proxies.Length + networks.Length > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;
            options.ForwardLimit = null;
            // Loopback is listed by default, and everybody who can tunnel to this machine comes from there.
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            Array.ForEach(proxies, proxy => options.KnownProxies.Add(System.Net.IPAddress.Parse(proxy)));
            Array.ForEach(networks, network => options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network)));
        });
    }

    /// <summary>A service's token has no business outside: whoever brings one has stolen it.</summary>
    public static void UseNoServicesFromOutside(this WebApplication app) => app.Use((context, next) =>
    {
        if (Caller.From(context.User) is not { IsService: true })
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Features.Set(ShopErrors.PermissionDenied("SERVICE_FROM_OUTSIDE", "A service's token is not accepted here."));
        return Task.CompletedTask;
    });
}

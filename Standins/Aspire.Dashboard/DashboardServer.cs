using Aspire.Dashboard.Api;
using Aspire.Dashboard.Assets;
using Aspire.Dashboard.Live;
using Aspire.Dashboard.Otlp;
using Aspire.Dashboard.Overview;
using Aspire.Dashboard.Resources;
using Aspire.Dashboard.Security;
using Aspire.Dashboard.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Dashboard;

/// <summary>The dashboard's own web server: pages and API on one address, telemetry's intake on others.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;

    public DashboardServer(DashboardOptions options, IResourceFeed resources, ConsoleStore console, TelemetryStore telemetry, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRoutingCore().AddCors();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton(options).AddSingleton(options.Limits).AddSingleton(resources).AddSingleton(console).AddSingleton(telemetry).AddSingleton(time);
        builder.Services.AddSingleton<AssetStore>().AddSingleton<SessionCookie>().AddSingleton<FrontendAccess>().AddSingleton<OtlpAccess>();
        builder.Services.AddSingleton<OtlpIntake>().AddSingleton<OtlpGrpc>().AddSingleton<OtlpHttp>();
        builder.Services.AddSingleton<PeerNames>().AddSingleton<OverviewFile>().AddSingleton<LiveTopics>().AddSingleton<LiveEndpoint>();
        builder.Services.AddSingleton<ResourceApi>().AddSingleton<TelemetryApi>().AddSingleton<TelemetryFiles>().AddSingleton<PageApi>();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        MapOtlp(options);
        MapFrontend();
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => _app.StartAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    // By the port of the connection: the Host header is the caller's to choose.
    private void MapOtlp(DashboardOptions options)
    {
        if (options.OtlpGrpcUrl is { } grpc)
        {
            _app.MapWhen(context => context.Connection.LocalPort == grpc.Port, branch => Route(branch, routes => _app.Services.GetRequiredService<OtlpGrpc>().Map(routes)));
        }
        if (options.OtlpHttpUrl is { } http)
        {
            _app.MapWhen(context => context.Connection.LocalPort == http.Port, branch =>
            {
                OtlpCors.Use(branch, options);
                Route(branch, routes => _app.Services.GetRequiredService<OtlpHttp>().Map(routes));
            });
        }
    }

    private void MapFrontend()
    {
        var services = _app.Services;
        _app.UseMiddleware<SecurityHeaders>();
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20) });
        Route(_app, routes =>
        {
            services.GetRequiredService<FrontendAccess>().Map(routes);
            services.GetRequiredService<ResourceApi>().Map(routes);
            services.GetRequiredService<TelemetryApi>().Map(routes);
            services.GetRequiredService<TelemetryFiles>().Map(routes);
            services.GetRequiredService<PageApi>().Map(routes);
            services.GetRequiredService<LiveEndpoint>().Map(routes);
            services.GetRequiredService<AssetStore>().Map(routes);
        }, services.GetRequiredService<FrontendAccess>().GuardAsync);
    }

    private static void Route(IApplicationBuilder branch, Action<Microsoft.AspNetCore.Routing.IEndpointRouteBuilder> map, Func<Microsoft.AspNetCore.Http.HttpContext, Microsoft.AspNetCore.Http.RequestDelegate, Task>? guard = null)
    {
        branch.UseRouting();
        if (guard is not null)
        {
            branch.Use((context, next) => guard(context, next));
        }
#pragma warning disable ASP0014 // A branch is no WebApplication, so it has no routes of its own at its top.
        branch.UseEndpoints(map);
#pragma warning restore ASP0014
    }

    private static void Listen(KestrelServerOptions kestrel, DashboardOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.Limits.MaxRequestSize;
        foreach (var url in options.FrontendUrls)
        {
            Listen(kestrel, url, url.Scheme == Uri.UriSchemeHttps ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1);
        }
        if (options.OtlpGrpcUrl is { } grpc)
        {
            Listen(kestrel, grpc, HttpProtocols.Http2);
        }
        if (options.OtlpHttpUrl is { } http)
        {
            Listen(kestrel, http, HttpProtocols.Http1);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, Uri url, HttpProtocols protocols)
    {
        void Configure(ListenOptions listen)
        {
            listen.Protocols = protocols;
            if (url.Scheme == Uri.UriSchemeHttps)
            {
                listen.UseHttps();
            }
        }
        if (System.Net.IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
        {
            kestrel.Listen(address, url.Port, Configure);
        }
        else if (url.IsLoopback)
        {
            kestrel.ListenLocalhost(url.Port, Configure);
        }
        else
        {
            kestrel.ListenAnyIP(url.Port, Configure);
        }
    }
}

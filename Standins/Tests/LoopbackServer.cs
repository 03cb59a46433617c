namespace Standins.Tests;

/// <summary>A real server on a free loopback port.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private LoopbackServer(WebApplication app)
    {
        App = app;
        Address = new(app.Urls.Single());
        Client = new(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = Address, Timeout = Patience };
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    /// <summary>Sends what it is told and nothing more: tracing is one for the process, and another test may be tracing clients.</summary>
    public HttpClient Client { get; }

    /// <summary>One that answers every request with the given handler.</summary>
    public static Task<LoopbackServer> StartAsync(RequestDelegate answer) => StartAsync(_ => { }, app => app.Run(answer));

    public static async Task<LoopbackServer> StartAsync(Action<WebApplicationBuilder> configure, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync().WaitAsync(Patience);
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}

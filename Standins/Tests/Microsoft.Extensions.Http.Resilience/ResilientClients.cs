using Microsoft.Extensions.Http.Resilience;

namespace Standins.Tests.HttpResilience;

/// <summary>Clients with the standard pipeline, which waits next to nothing between tries.</summary>
internal static class ResilientClients
{
    public static ServiceProvider Services(Action<HttpStandardResilienceOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler(Quick).Configure(configure ?? (_ => { })));
        return services.BuildServiceProvider();
    }

    public static HttpClient Client(this IServiceProvider services) => services.GetRequiredService<IHttpClientFactory>().CreateClient();

    public static void Quick(HttpStandardResilienceOptions options) => options.Retry.Delay = TimeSpan.FromMilliseconds(1);
}

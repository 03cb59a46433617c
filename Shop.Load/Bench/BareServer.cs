using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shop.Load.Bench;

/// <summary>
/// The limit that a service is measured against: a gRPC server on Kestrel as the services have it (plaintext HTTP/2), with nothing
/// between Kestrel and the method. Runs in a process of its own, see <see cref="BareProcess"/>.
/// </summary>
internal static class BareServer
{
    /// <summary>Stands before the address on standard output.</summary>
    public const string Greeting = "bare server at ";

    /// <summary>Serves until standard input ends: it never outlives whoever measures.</summary>
    /// <typeparam name="TService">The bare service, derived from a generated base; a singleton.</typeparam>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Ends it, too.</param>
    public static async Task<int> RunAsync<TService>(TService service, CancellationToken cancellationToken) where TService : class
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        await using var app = builder.Build();
        app.MapGrpcService<TService>();
        await app.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync(Greeting + app.Urls.First());
        await Console.In.ReadToEndAsync(cancellationToken);
        await app.StopAsync(CancellationToken.None);
        return 0;
    }
}

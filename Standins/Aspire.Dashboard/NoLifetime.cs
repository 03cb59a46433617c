using Microsoft.Extensions.Hosting;

namespace Aspire.Dashboard;

/// <summary>The dashboard lives as long as whoever runs it wants: signals are for the application, whose end it still shows.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

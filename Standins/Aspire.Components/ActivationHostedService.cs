using Microsoft.Extensions.Hosting;

namespace Aspire.Components;

internal sealed class ActivationHostedService<TService>(IServiceProvider provider, object? serviceKey) : IHostedService
    where TService : notnull
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        provider.Resolve<TService>(serviceKey);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

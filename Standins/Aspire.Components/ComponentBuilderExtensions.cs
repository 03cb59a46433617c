using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Components;

/// <summary>What the Aspire client integrations have in common; compiled into each of them.</summary>
internal static class ComponentBuilderExtensions
{
    /// <summary>Adds a health check, once per name however often the component is added.</summary>
    public static void TryAddHealthCheck(this IHostApplicationBuilder builder, string name, Func<IServiceProvider, IHealthCheck> create)
    {
        if (builder.Properties.TryAdd($"Aspire.HealthChecks.{name}", true))
        {
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(name, create, failureStatus: default, tags: default));
        }
    }

    /// <summary>Resolves the service when the host starts, instead of when it is first asked for.</summary>
    public static void Activate<TService>(this IServiceCollection services, object? serviceKey)
        where TService : notnull
        => services.AddSingleton<IHostedService>(provider => new ActivationHostedService<TService>(provider, serviceKey));

    /// <summary>The service of that key, or the one without a key when the key is null.</summary>
    public static TService Resolve<TService>(this IServiceProvider provider, object? serviceKey)
        where TService : notnull
        => serviceKey is null ? provider.GetRequiredService<TService>() : provider.GetRequiredKeyedService<TService>(serviceKey);

    /// <summary>The component's section and the one of this connection within it: the latter is bound over the former.</summary>
    public static IConfigurationSection[] ComponentSections(this IHostApplicationBuilder builder, string section, string connectionName)
    {
        var shared = builder.Configuration.GetSection(section);
        return [shared, shared.GetSection(connectionName)];
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Instrumentation.AspNetCore;

namespace OpenTelemetry.Trace;

public static class AspNetCoreInstrumentationTracerProviderBuilderExtensions
{
    /// <summary>Makes a server span of every incoming request.</summary>
    public static TracerProviderBuilder AddAspNetCoreInstrumentation(this TracerProviderBuilder builder) =>
        AddAspNetCoreInstrumentation(builder, name: null, configureAspNetCoreTraceInstrumentationOptions: null);

    /// <inheritdoc cref="AddAspNetCoreInstrumentation(TracerProviderBuilder)"/>
    public static TracerProviderBuilder AddAspNetCoreInstrumentation(
        this TracerProviderBuilder builder, Action<AspNetCoreTraceInstrumentationOptions>? configureAspNetCoreTraceInstrumentationOptions) =>
        AddAspNetCoreInstrumentation(builder, name: null, configureAspNetCoreTraceInstrumentationOptions);

    /// <inheritdoc cref="AddAspNetCoreInstrumentation(TracerProviderBuilder)"/>
    /// <param name="builder">The builder of the tracer provider.</param>
    /// <param name="name">The name of the options; null is the default one.</param>
    /// <param name="configureAspNetCoreTraceInstrumentationOptions">Sets the options.</param>
    public static TracerProviderBuilder AddAspNetCoreInstrumentation(
        this TracerProviderBuilder builder, string? name, Action<AspNetCoreTraceInstrumentationOptions>? configureAspNetCoreTraceInstrumentationOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        name ??= Options.DefaultName;

        builder.ConfigureServices(services =>
        {
            var options = services.AddOptions<AspNetCoreTraceInstrumentationOptions>(name)
                .Configure<IConfiguration>((options, configuration) => options.ReadSwitches(configuration));
            if (configureAspNetCoreTraceInstrumentationOptions is not null)
            {
                options.Configure(configureAspNetCoreTraceInstrumentationOptions);
            }
        });

        return builder
            .AddSource(RequestListener.SourceName)
            .AddInstrumentation(provider => new RequestListenerSubscription(new RequestListener(
                provider.GetRequiredService<IOptionsMonitor<AspNetCoreTraceInstrumentationOptions>>().Get(name))));
    }
}

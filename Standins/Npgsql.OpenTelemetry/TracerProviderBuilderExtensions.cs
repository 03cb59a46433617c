using OpenTelemetry.Trace;

namespace Npgsql;

public static class TracerProviderBuilderExtensions
{
    /// <summary>Subscribes to the spans that Npgsql starts for its commands.</summary>
    public static TracerProviderBuilder AddNpgsql(this TracerProviderBuilder builder) => builder.AddSource("Npgsql");
}

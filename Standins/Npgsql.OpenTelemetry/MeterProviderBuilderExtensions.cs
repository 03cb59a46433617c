using OpenTelemetry.Metrics;

namespace Npgsql;

public static class MeterProviderBuilderExtensions
{
    /// <summary>Subscribes to Npgsql's meter: commands, connections, pools.</summary>
    /// <param name="builder">The builder of the meter provider.</param>
    /// <param name="options">Kept for the signature's sake: Npgsql has no option for its metrics.</param>
    public static MeterProviderBuilder AddNpgsqlInstrumentation(this MeterProviderBuilder builder, Action<NpgsqlMetricsOptions>? options = null)
        => builder.AddMeter("Npgsql");
}

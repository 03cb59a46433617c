using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Otlp;

/// <summary>Reads the points of every kind of metric.</summary>
internal sealed class PointDecoder(CommonDecoder common)
{
    public MetricData Number(WireReader message, bool isDelta)
    {
        var (time, value) = (0L, 0.0);
        var (attributes, exemplars) = (new List<TelemetryAttribute>(), new List<Exemplar>());
        while (message.Next())
        {
            switch (message.Field)
            {
                case 3: time = message.Nanoseconds(); break;
                case 4: value = message.Double(); break;
                case 5: exemplars.Add(ExemplarOf(message.Message())); break;
                case 6: value = (long)message.Fixed64(); break;
                case 7: common.Attribute(message.Message(), attributes); break;
                default: message.Skip(); break;
            }
        }
        return new MetricData([.. attributes], new MetricPoint(time, value), isDelta, Traced(exemplars));
    }

    public MetricData Histogram(WireReader message, bool isDelta)
    {
        var (time, count, sum, max) = (0L, 0UL, 0.0, default(double?));
        var (counts, bounds) = (new List<ulong>(), new List<ulong>());
        var (attributes, exemplars) = (new List<TelemetryAttribute>(), new List<Exemplar>());
        while (message.Next())
        {
            switch (message.Field)
            {
                case 3: time = message.Nanoseconds(); break;
                case 4: count = message.Fixed64(); break;
                case 5: sum = message.Double(); break;
                case 6: message.Fixed64s(counts); break;
                case 7: message.Fixed64s(bounds); break;
                case 8: exemplars.Add(ExemplarOf(message.Message())); break;
                case 9: common.Attribute(message.Message(), attributes); break;
                case 12: max = message.Double(); break;
                default: message.Skip(); break;
            }
        }
        if (counts.Count != 0 && counts.Count != bounds.Count + 1)
        {
            throw new OtlpFormatException($"A histogram has {bounds.Count} bounds and {counts.Count} counts.");
        }
        var histogram = new HistogramValue(count, sum, [.. bounds.Select(BitConverter.UInt64BitsToDouble)], [.. counts], max);
        return new MetricData([.. attributes], new MetricPoint(time, sum, histogram), isDelta, Traced(exemplars));
    }

    /// <summary>Turned into a histogram with explicit bounds; what is below zero counts as zero.</summary>
    public MetricData Exponential(WireReader message, bool isDelta)
    {
        var (time, count, sum, max, scale) = (0L, 0UL, 0.0, default(double?), 0);
        var (offset, positive) = (0, new List<ulong>());
        var (attributes, exemplars) = (new List<TelemetryAttribute>(), new List<Exemplar>());
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: common.Attribute(message.Message(), attributes); break;
                case 3: time = message.Nanoseconds(); break;
                case 4: count = message.Fixed64(); break;
                case 5: sum = message.Double(); break;
                case 6: scale = message.ZigZag(); break;
                case 8: (offset, positive) = Buckets(message.Message()); break;
                case 11: exemplars.Add(ExemplarOf(message.Message())); break;
                case 13: max = message.Double(); break;
                default: message.Skip(); break;
            }
        }
        var inside = positive.Aggregate(0UL, (total, bucket) => total + bucket);
        var width = Math.Pow(2, -scale);
        double[] bounds = [.. Enumerable.Range(offset, positive.Count + 1).Select(index => Math.Pow(2, index * width))];
        ulong[] counts = [count - Math.Min(count, inside), .. positive, 0];
        return new MetricData([.. attributes], new MetricPoint(time, sum, new HistogramValue(count, sum, bounds, counts, max)), isDelta, Traced(exemplars));
    }

    /// <summary>One gauge a quantile.</summary>
    public IEnumerable<MetricData> Summary(WireReader message)
    {
        var time = 0L;
        var attributes = new List<TelemetryAttribute>();
        var quantiles = new List<(double Quantile, double Value)>();
        while (message.Next())
        {
            switch (message.Field)
            {
                case 3: time = message.Nanoseconds(); break;
                case 6: quantiles.Add(Quantile(message.Message())); break;
                case 7: common.Attribute(message.Message(), attributes); break;
                default: message.Skip(); break;
            }
        }
        return quantiles.Select(q => new MetricData([.. attributes, new("quantile", AnyValue.Of(q.Quantile))], new MetricPoint(time, q.Value), IsDelta: false, []));
    }

    private static (double Quantile, double Value) Quantile(WireReader message)
    {
        var (quantile, value) = (0.0, 0.0);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: quantile = message.Double(); break;
                case 2: value = message.Double(); break;
                default: message.Skip(); break;
            }
        }
        return (quantile, value);
    }

    private static (int Offset, List<ulong> Counts) Buckets(WireReader message)
    {
        var (offset, counts) = (0, new List<ulong>());
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1: offset = message.ZigZag(); break;
                case 2: message.Varints(counts); break;
                default: message.Skip(); break;
            }
        }
        return (offset, counts);
    }

    private static Exemplar ExemplarOf(WireReader message)
    {
        var (time, value, trace, span) = (0L, 0.0, default(TraceId), default(SpanId));
        while (message.Next())
        {
            switch (message.Field)
            {
                case 2: time = message.Nanoseconds(); break;
                case 3: value = message.Double(); break;
                case 4: span = SpanId.Read(message.Bytes()); break;
                case 5: trace = TraceId.Read(message.Bytes()); break;
                case 6: value = (long)message.Fixed64(); break;
                default: message.Skip(); break;
            }
        }
        return new Exemplar(time, value, trace, span);
    }

    private static Exemplar[] Traced(List<Exemplar> exemplars) => [.. exemplars.Where(exemplar => !exemplar.TraceId.IsEmpty)];
}

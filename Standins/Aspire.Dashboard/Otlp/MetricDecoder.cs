using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry.Metrics;

namespace Aspire.Dashboard.Otlp;

/// <summary>Reads an ExportMetricsServiceRequest.</summary>
internal sealed class MetricDecoder(CommonDecoder common)
{
    private const ulong Delta = 1;

    private readonly PointDecoder _points = new(common);

    /// <returns>What is kept of each instrument, and how many points were not: those of a resource too many.</returns>
    public (IReadOnlyList<MetricExport> Exports, int Rejected) Decode(ReadOnlySpan<byte> request)
    {
        var exports = new List<MetricExport>();
        var rejected = 0;
        ExportReader.Read(request, common, (resource, scope, item) =>
        {
            var (name, description, unit) = ("", "", "");
            var (kind, points) = (InstrumentKind.Gauge, new List<MetricData>());
            while (item.Next())
            {
                switch (item.Field)
                {
                    case 1: name = item.Text(); break;
                    case 2: description = item.Text(); break;
                    case 3: unit = item.Text(); break;
                    case 5 or 7 or 9 or 10 or 11: (kind, points) = Data(item.Field, item.Message()); break;
                    default: item.Skip(); break;
                }
            }
            if (resource is null || name.Length == 0)
            {
                rejected += Math.Max(1, points.Count);
            }
            else if (points.Count > 0)
            {
                exports.Add(new MetricExport(resource, scope, name, description, unit, kind, points));
            }
        });
        return (exports, rejected);
    }

    private (InstrumentKind Kind, List<MetricData> Points) Data(int field, WireReader message)
    {
        var data = message;
        var (isDelta, isMonotonic) = (false, false);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 2 when field != 5: isDelta = message.Varint() == Delta; break;
                case 3 when field == 7: isMonotonic = message.Varint() != 0; break;
                default: message.Skip(); break;
            }
        }
        var points = new List<MetricData>();
        while (data.Next())
        {
            if (data.Field == 1)
            {
                Add(points, field, data.Message(), isDelta);
            }
            else
            {
                data.Skip();
            }
        }
        return (KindOf(field, isMonotonic), points);
    }

    private void Add(List<MetricData> points, int field, WireReader point, bool isDelta)
    {
        switch (field)
        {
            case 5 or 7:
                points.Add(_points.Number(point, isDelta));
                break;
            case 9:
                points.Add(_points.Histogram(point, isDelta));
                break;
            case 10:
                points.Add(_points.Exponential(point, isDelta));
                break;
            default:
                points.AddRange(_points.Summary(point));
                break;
        }
    }

    private static InstrumentKind KindOf(int field, bool isMonotonic) => field switch
    {
        7 => isMonotonic ? InstrumentKind.Counter : InstrumentKind.UpDownCounter,
        9 or 10 => InstrumentKind.Histogram,
        _ => InstrumentKind.Gauge,
    };
}

using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Otlp;

/// <summary>What the three signals have in common: attributes, values, resources and scopes. Field numbers are OTLP's.</summary>
internal sealed class CommonDecoder(TelemetryLimits limits, ResourceRegistry resources)
{
    private const int DeepestValue = 32;

    public TelemetryLimits Limits { get; } = limits;

    /// <returns>Null when there is no room for another resource.</returns>
    public TelemetryResource? Resource(WireReader message)
    {
        var attributes = new List<TelemetryAttribute>();
        while (message.Next())
        {
            if (message.Field == 1)
            {
                Attribute(message.Message(), attributes);
            }
            else
            {
                message.Skip();
            }
        }
        return resources.Get([.. attributes]);
    }

    public static TelemetryScope Scope(WireReader message)
    {
        var (name, version) = ("", "");
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    name = message.Text();
                    break;
                case 2:
                    version = message.Text();
                    break;
                default:
                    message.Skip();
                    break;
            }
        }
        return new TelemetryScope(name, version);
    }

    /// <summary>Adds an attribute, unless there are as many as may be.</summary>
    public void Attribute(WireReader message, List<TelemetryAttribute> attributes)
    {
        var attribute = KeyValue(message, depth: 0);
        if (attributes.Count < Limits.MaxAttributeCount)
        {
            attributes.Add(attribute);
        }
    }

    public AnyValue Value(WireReader message, int depth = 0)
    {
        if (depth > DeepestValue)
        {
            throw new OtlpFormatException($"A value is nested more than {DeepestValue} deep.");
        }
        var value = default(AnyValue);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    value = AnyValue.Of(message.Text(Limits.MaxAttributeLength));
                    break;
                case 2:
                    value = AnyValue.Of(message.Varint() != 0);
                    break;
                case 3:
                    value = AnyValue.Of((long)message.Varint());
                    break;
                case 4:
                    value = AnyValue.Of(message.Double());
                    break;
                case 5:
                    value = AnyValue.Of(Values(message.Message(), depth + 1));
                    break;
                case 6:
                    value = AnyValue.Of(Entries(message.Message(), depth + 1));
                    break;
                case 7:
                    value = AnyValue.Of(message.Bytes().ToArray());
                    break;
                default:
                    message.Skip();
                    break;
            }
        }
        return value;
    }

    private TelemetryAttribute KeyValue(WireReader message, int depth)
    {
        var key = "";
        var value = default(AnyValue);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    key = message.Text();
                    break;
                case 2:
                    value = Value(message.Message(), depth);
                    break;
                default:
                    message.Skip();
                    break;
            }
        }
        return new TelemetryAttribute(key, value);
    }

    private AnyValue[] Values(WireReader message, int depth)
    {
        var values = new List<AnyValue>();
        while (message.Next())
        {
            if (message.Field == 1)
            {
                values.Add(Value(message.Message(), depth));
            }
            else
            {
                message.Skip();
            }
        }
        return [.. values];
    }

    private TelemetryAttribute[] Entries(WireReader message, int depth)
    {
        var entries = new List<TelemetryAttribute>();
        while (message.Next())
        {
            if (message.Field == 1)
            {
                entries.Add(KeyValue(message.Message(), depth));
            }
            else
            {
                message.Skip();
            }
        }
        return [.. entries];
    }
}

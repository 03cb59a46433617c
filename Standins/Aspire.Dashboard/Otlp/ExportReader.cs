using Aspire.Dashboard.Otlp.Wire;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Otlp;

/// <summary>The frame that the three signals share: a request of resources, a resource of scopes, a scope of items.</summary>
internal static class ExportReader
{
    /// <summary>Called for each item; the resource is null when there is no room for another one.</summary>
    public delegate void ItemReader(TelemetryResource? resource, TelemetryScope scope, WireReader item);

    public static void Read(ReadOnlySpan<byte> request, CommonDecoder common, ItemReader read)
    {
        var message = new WireReader(request);
        while (message.Next())
        {
            if (message.Field == 1)
            {
                ReadResource(message.Message(), common, read);
            }
            else
            {
                message.Skip();
            }
        }
    }

    // Fields may come in any order, so the resource is looked for before its items are read; so is the scope.
    private static void ReadResource(WireReader message, CommonDecoder common, ItemReader read)
    {
        var items = message;
        TelemetryResource? resource = null;
        var named = false;
        while (message.Next())
        {
            if (message.Field == 1)
            {
                (resource, named) = (common.Resource(message.Message()), true);
            }
            else
            {
                message.Skip();
            }
        }
        resource = named ? resource : common.Resource(default);
        while (items.Next())
        {
            if (items.Field == 2)
            {
                ReadScope(items.Message(), resource, read);
            }
            else
            {
                items.Skip();
            }
        }
    }

    private static void ReadScope(WireReader message, TelemetryResource? resource, ItemReader read)
    {
        var items = message;
        var scope = TelemetryScope.None;
        while (message.Next())
        {
            if (message.Field == 1)
            {
                scope = CommonDecoder.Scope(message.Message());
            }
            else
            {
                message.Skip();
            }
        }
        while (items.Next())
        {
            if (items.Field == 2)
            {
                read(resource, scope, items.Message());
            }
            else
            {
                items.Skip();
            }
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OpenTelemetry.Instrumentation.AspNetCore;

/// <summary>
/// Grpc.AspNetCore tags the span with the method and the status; here they get the names of the semantic conventions for RPC.
/// </summary>
internal static class GrpcAttributes
{
    private const string MethodTag = "grpc.method";
    private const string StatusTag = "grpc.status_code";

    public static void Set(Activity activity, ConnectionInfo connection)
    {
        if (activity.GetTagItem(MethodTag) is not string { Length: > 0 } path)
        {
            return;
        }

        activity.DisplayName = path.TrimStart('/');
        activity.SetTag("rpc.system", "grpc");
        activity.SetTag("client.address", connection.RemoteIpAddress?.ToString());
        activity.SetTag("client.port", connection.RemotePort);
        SetMethod(activity, activity.DisplayName);
        SetStatus(activity);
    }

    private static void SetMethod(Activity activity, string name)
    {
        if (name.LastIndexOf('/') is > 0 and var slash && slash < name.Length - 1)
        {
            activity.SetTag("rpc.service", name[..slash]);
            activity.SetTag("rpc.method", name[(slash + 1)..]);
            activity.SetTag(MethodTag, null);
        }
    }

    private static void SetStatus(Activity activity)
    {
        if (int.TryParse(activity.GetTagItem(StatusTag) as string, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            activity.SetTag(StatusTag, null);
            activity.SetTag("rpc.grpc.status_code", status);
            if (status != 0)
            {
                activity.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}

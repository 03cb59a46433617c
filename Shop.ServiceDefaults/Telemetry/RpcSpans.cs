using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using OpenTelemetry;

namespace Shop.ServiceDefaults.Telemetry;

/// <summary>
/// Gives the spans of gRPC calls, which client and server tag in their own way, the names and attributes of OpenTelemetry's conventions
/// for RPC. For HTTP every answered call is a 200: only the gRPC status says what failed.
/// </summary>
internal sealed class RpcSpans : BaseProcessor<Activity>
{
    private const string MethodTag = "grpc.method";
    private const string StatusTag = "grpc.status_code";

    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem(MethodTag) is not string { Length: > 1 } path)
        {
            return;
        }

        data.DisplayName = path.TrimStart('/');
        data.SetTag("rpc.system", "grpc");
        if (data.DisplayName.Split('/') is [var service, var method])
        {
            data.SetTag("rpc.service", service).SetTag("rpc.method", method).SetTag(MethodTag, value: null);
        }

        if (int.TryParse(data.GetTagItem(StatusTag) as string, CultureInfo.InvariantCulture, out var status))
        {
            data.SetTag("rpc.grpc.status_code", status).SetTag(StatusTag, value: null);
            SetStatus(data, (StatusCode)status);
        }
    }

    // A refusal is an error for who asked, and business as usual for who refused.
    private static void SetStatus(Activity span, StatusCode status)
    {
        var isError = span.Kind == ActivityKind.Server
            ? status is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss
            : status != StatusCode.OK;
        if (isError)
        {
            span.SetStatus(ActivityStatusCode.Error, status.ToString());
        }
    }
}

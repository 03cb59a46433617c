using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Standins.Tests.GrpcWeb;

internal sealed class ProbeGrpc(Relays relays) : ProbeService.ProbeServiceBase
{
    public static readonly byte[] Details = [0, 1, 2, 253, 254, 255];

    public static Status Failure { get; } = new(StatusCode.FailedPrecondition, "Größe: 100 % \"weg\"\r\nnächste Zeile");

    public override async Task<BytesValue> Echo(BytesValue request, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync(new Metadata { { "probe", "header" } });
        context.ResponseTrailers.Add("probe", "trailer");
        return request;
    }

    public override async Task Relay(StringValue request, IServerStreamWriter<StringValue> responseStream, ServerCallContext context)
    {
        var relay = relays[request.Value];
        using var gone = context.CancellationToken.Register(() => relay.CallerGone.TrySetResult());
        await foreach (var message in relay.Messages.Reader.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(new StringValue { Value = message }, context.CancellationToken);
        }
    }

    public override Task<StringValue> Fail(StringValue request, ServerCallContext context) => throw new RpcException(Failure, Trailers());

    public override async Task FailLate(StringValue request, IServerStreamWriter<StringValue> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(request);
        throw new RpcException(Failure, Trailers());
    }

    private static Metadata Trailers() => new() { { "grpc-status-details-bin", Details }, { "probe", "one" }, { "probe", "two" } };
}

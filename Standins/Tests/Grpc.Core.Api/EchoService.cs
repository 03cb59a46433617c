using Grpc.Core;
using Standins.Tests.Protos;

namespace Standins.Tests.GrpcCore;

/// <summary>What a unary call does is up to the test.</summary>
internal sealed class EchoService(Func<EchoRequest, ServerCallContext, Task<EchoReply>> say) : Echo.EchoBase
{
    public override Task<EchoReply> Say(EchoRequest request, ServerCallContext context) => say(request, context);

    public override async Task Repeat(EchoRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        for (var index = 0; index < request.Count; index++)
            await responseStream.WriteAsync(new EchoReply { Text = request.Text, Index = index }, context.CancellationToken);
    }

    public override async Task<EchoReply> Collect(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken)) texts.Add(request.Text);
        return new EchoReply { Text = string.Join(' ', texts), Index = texts.Count };
    }

    public override async Task Converse(IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        var index = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(new EchoReply { Text = request.Text, Index = index++ }, context.CancellationToken);
    }
}

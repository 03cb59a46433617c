using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Shop.Tests.Security;

/// <summary>Calls any rpc, by its descriptor.</summary>
internal static class AnyRpc
{
    private static readonly ConcurrentDictionary<string, Method<IMessage, IMessage>> Methods = new();

    /// <summary>The resource of the AppHost that serves an rpc, e.g. <c>order</c> for <c>shop.order.v1.OrderService</c>.</summary>
    public static string ServiceOf(MethodDescriptor rpc) => rpc.File.Package.Split('.')[1];

    /// <summary>A request with nothing in it.</summary>
    public static IMessage EmptyRequest(MethodDescriptor rpc) => rpc.InputType.Parser.ParseFrom([]);

    /// <summary>Calls with one message; of a stream that comes back only the first message is waited for.</summary>
    public static async Task<RpcOutcome> CallAsync(CallInvoker invoker, MethodDescriptor rpc, IMessage request, string? authorization, TimeSpan limit)
    {
        var headers = new Metadata();
        if (authorization is not null)
        {
            headers.Add("authorization", authorization);
        }

        try
        {
            return RpcOutcome.Ok(await AnswerAsync(invoker, rpc, request, new CallOptions(headers, DateTime.UtcNow + limit)));
        }
        catch (RpcException exception)
        {
            return RpcOutcome.Of(exception);
        }
    }

    private static async Task<IMessage?> AnswerAsync(CallInvoker invoker, MethodDescriptor rpc, IMessage request, CallOptions options)
    {
        var method = Methods.GetOrAdd(rpc.FullName, _ => NewMethod(rpc));
        if (rpc.IsServerStreaming)
        {
            using var stream = invoker.AsyncServerStreamingCall(method, host: null, options, request);
            return await stream.ResponseStream.MoveNext(CancellationToken.None) ? stream.ResponseStream.Current : null;
        }

        if (rpc.IsClientStreaming)
        {
            using var upload = invoker.AsyncClientStreamingCall(method, host: null, options);
            try
            {
                await upload.RequestStream.WriteAsync(request);
                await upload.RequestStream.CompleteAsync();
            }
            catch (Exception exception) when (exception is RpcException or InvalidOperationException)
            {
                // It was refused before it was sent; the answer says why.
            }

            return await upload.ResponseAsync;
        }

        using var call = invoker.AsyncUnaryCall(method, host: null, options, request);
        return await call.ResponseAsync;
    }

    private static Method<IMessage, IMessage> NewMethod(MethodDescriptor rpc) => new(
        rpc.IsClientStreaming ? MethodType.ClientStreaming : rpc.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary,
        rpc.Service.FullName,
        rpc.Name,
        MarshallerOf(rpc.InputType),
        MarshallerOf(rpc.OutputType));

    private static Marshaller<IMessage> MarshallerOf(MessageDescriptor type) => new(message => message.ToByteArray(), bytes => type.Parser.ParseFrom(bytes));
}

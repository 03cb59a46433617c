using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>Lets a request take effect once, and answers its repeats. Requests hold passwords: what is kept of one is a keyed hash.</summary>
internal sealed class Once(RequestIds requests, Secrets secrets)
{
    private readonly byte[] _key = secrets.Derive("request fingerprints v1");

    /// <summary>The first answer of a request, when it comes again, or else what it is answered now.</summary>
    /// <param name="request">The request, with its id as the first field.</param>
    /// <param name="requestId">That id.</param>
    /// <param name="context">The call.</param>
    /// <param name="answer">Does it, and keeps the answer under the key in the transaction of the effect.</param>
    public async Task<TResponse> AnswerAsync<TRequest, TResponse>(
        TRequest request, string requestId, ServerCallContext context, Func<RequestKey, Task<TResponse>> answer)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        var caller = Caller.From(context.GetHttpContext().User)?.Id ?? "";
        var key = new RequestKey(context.Method[1..], caller, requestId.ToLowerInvariant(), HMACSHA256.HashData(_key, request.ToByteArray()));
        if (await requests.FindAsync<TResponse>(key, context.CancellationToken) is { } first)
        {
            return first;
        }

        try
        {
            return await answer(key);
        }
        catch (PostgresException exception) when (RequestIds.IsRepeat(exception))
        {
            return await requests.FindAsync<TResponse>(key, context.CancellationToken)
                ?? throw new InvalidOperationException("The answer of an earlier try was swept away just now.", exception);
        }
    }
}

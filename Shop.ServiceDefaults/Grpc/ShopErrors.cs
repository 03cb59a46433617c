using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Shop.Contracts.Rpc;
using RpcStatus = Shop.Contracts.Rpc.Status;
using Status = Grpc.Core.Status;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>
/// The errors of the shop, made in one place: a canonical code, and a <c>google.rpc.Status</c> with an ErrorInfo (domain <c>shop</c>,
/// an UPPER_SNAKE reason) in <c>grpc-status-details-bin</c>, so that stock clients can read them. A message says what the caller can
/// do about it, and nothing of the inside.
/// </summary>
public static class ShopErrors
{
    /// <summary>The ErrorInfo domain of every error.</summary>
    public const string Domain = "shop";

    /// <summary>The trailer that carries the serialized <c>google.rpc.Status</c>.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>INVALID_ARGUMENT with the violation of one field.</summary>
    /// <param name="field">The path of the field, e.g. <c>lines[2].quantity</c>.</param>
    /// <param name="description">What is wrong with it, for a developer to read.</param>
    public static RpcException InvalidArgument(string field, string description) => InvalidArgument([(field, description)]);

    /// <summary>INVALID_ARGUMENT with all violations at once; of hundreds the first ones, as far as clients take headers.</summary>
    public static RpcException InvalidArgument(IReadOnlyCollection<(string Field, string Description)> violations)
    {
        var badRequest = new BadRequest();
        badRequest.FieldViolations.AddRange(violations
            .Select(violation => new BadRequest.Types.FieldViolation { Field = ErrorSize.Short(violation.Field), Description = ErrorSize.Short(violation.Description) })
            .WhatFits());
        var message = string.Join("; ", badRequest.FieldViolations.Select(violation => $"{violation.Field}: {violation.Description}"));
        return Create(StatusCode.InvalidArgument, "INVALID_FIELD", message, metadata: null, badRequest);
    }

    /// <summary>INVALID_ARGUMENT for what is wrong with the request as a whole.</summary>
    public static RpcException InvalidRequest(string reason, string message) => Create(StatusCode.InvalidArgument, reason, message);

    /// <summary>NOT_FOUND, also for what exists but is not the caller's.</summary>
    /// <param name="kind">The kind of thing, e.g. <c>order</c>; the reason becomes <c>ORDER_NOT_FOUND</c>.</param>
    /// <param name="id">What was asked for.</param>
    public static RpcException NotFound(string kind, string id) =>
        Create(StatusCode.NotFound, $"{kind.ToUpperInvariant()}_NOT_FOUND", $"There is no {kind} {ErrorSize.Short(id)}.", new Dictionary<string, string> { [kind] = ErrorSize.Short(id) });

    /// <summary>ALREADY_EXISTS.</summary>
    public static RpcException AlreadyExists(string reason, string message, IReadOnlyDictionary<string, string>? metadata = null) =>
        Create(StatusCode.AlreadyExists, reason, message, metadata);

    /// <summary>FAILED_PRECONDITION: the call is right, the state of things is not. Repeating it does not help.</summary>
    /// <param name="reason">E.g. OUT_OF_STOCK, PRICE_CHANGED.</param>
    /// <param name="message">For a developer to read.</param>
    /// <param name="metadata">The figures a client needs, e.g. the new total.</param>
    /// <param name="violations">What exactly is not as it should be: subject (e.g. a SKU) and description.</param>
    public static RpcException FailedPrecondition(string reason, string message, IReadOnlyDictionary<string, string>? metadata = null, IReadOnlyCollection<(string Subject, string Description)>? violations = null)
    {
        if (violations is null)
        {
            return Create(StatusCode.FailedPrecondition, reason, message, metadata);
        }

        var failure = new PreconditionFailure();
        failure.Violations.AddRange(violations
            .Select(violation => new PreconditionFailure.Types.Violation { Type = reason, Subject = ErrorSize.Short(violation.Subject), Description = ErrorSize.Short(violation.Description) })
            .WhatFits());
        return Create(StatusCode.FailedPrecondition, reason, message, metadata, failure);
    }

    /// <summary>ABORTED: somebody else changed it first (an etag that no longer matches). Read again, then retry.</summary>
    public static RpcException Aborted(string reason, string message) => Create(StatusCode.Aborted, reason, message);

    /// <summary>RESOURCE_EXHAUSTED: a limit is reached.</summary>
    public static RpcException ResourceExhausted(string reason, string message, TimeSpan? retryAfter = null) =>
        Create(StatusCode.ResourceExhausted, reason, message, metadata: null, RetryAfter(retryAfter));

    /// <summary>UNAVAILABLE: something the call needs is away for now. The same call, with the same request_id, is safe to repeat.</summary>
    public static RpcException Unavailable(string reason, string message, TimeSpan? retryAfter = null) =>
        Create(StatusCode.Unavailable, reason, message, metadata: null, RetryAfter(retryAfter));

    /// <summary>UNAUTHENTICATED: no token, or none that is valid.</summary>
    public static RpcException Unauthenticated(string reason, string message) => Create(StatusCode.Unauthenticated, reason, message);

    /// <summary>PERMISSION_DENIED: the caller is known, and may not do this.</summary>
    public static RpcException PermissionDenied(string reason, string message) => Create(StatusCode.PermissionDenied, reason, message);

    /// <summary>UNIMPLEMENTED: the contract has the rpc, this version of the service does not yet.</summary>
    public static RpcException Unimplemented(string rpc) => Create(StatusCode.Unimplemented, "NOT_IMPLEMENTED", $"{rpc} is not implemented yet.");

    /// <summary>DEADLINE_EXCEEDED.</summary>
    public static RpcException DeadlineExceeded() => Create(StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED", "The call took longer than its deadline allowed.");

    /// <summary>CANCELLED, by the client.</summary>
    public static RpcException Cancelled() => Create(StatusCode.Cancelled, "CANCELLED", "The call was cancelled.");

    /// <summary>INTERNAL: our fault. The log knows more than the caller may.</summary>
    public static RpcException Internal() => Create(StatusCode.Internal, "INTERNAL", "Something went wrong on our side.");

    /// <summary>The ErrorInfo reason that an error of the shop carries; null when it is not one.</summary>
    public static string? ReasonOf(RpcException exception) => DetailOf<ErrorInfo>(exception)?.Reason;

    /// <summary>One of the details that an error carries; null when it has none of that type.</summary>
    public static T? DetailOf<T>(RpcException exception) where T : class, IMessage<T>, new()
    {
        if (exception.Trailers.GetValueBytes(DetailsTrailer) is not { } bytes)
        {
            return null;
        }

        try
        {
            return RpcStatus.Parser.ParseFrom(bytes).Details.FirstOrDefault(any => any.Is(new T().Descriptor))?.Unpack<T>();
        }
        catch (InvalidProtocolBufferException)
        {
            // Somebody else's trailer of that name.
            return null;
        }
    }

    private static RetryInfo? RetryAfter(TimeSpan? delay) => delay is { } value ? new RetryInfo { RetryDelay = Duration.FromTimeSpan(value) } : null;

    private static ShopException Create(StatusCode code, string reason, string message, IReadOnlyDictionary<string, string>? metadata = null, IMessage? detail = null)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = reason };
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
        {
            info.Metadata.Add(key, value);
        }

        message = ErrorSize.ShortMessage(message);
        var status = new RpcStatus { Code = (int)code, Message = message, Details = { Any.Pack(info) } };
        if (detail is not null)
        {
            status.Details.Add(Any.Pack(detail));
        }

        return new ShopException(new Status(code, message), new Metadata { { DetailsTrailer, status.ToByteArray() } });
    }
}

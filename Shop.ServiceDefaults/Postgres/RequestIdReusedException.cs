namespace Shop.ServiceDefaults.Postgres;

/// <summary>The caller used a request id again, with another request. Answered as INVALID_ARGUMENT, reason <see cref="Reason"/>.</summary>
public sealed class RequestIdReusedException(RequestKey key)
    : Exception($"The request id {key.RequestId} was used before, with another request.")
{
    /// <summary>The reason in the error details.</summary>
    public const string Reason = "REQUEST_ID_REUSED";
}

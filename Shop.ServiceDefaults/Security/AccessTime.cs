using System.Globalization;
using Grpc.Core;

namespace Shop.ServiceDefaults.Security;

/// <summary>
/// How long the caller of a stream may stay: until the token that it came with expires. Then the stream ends as UNAUTHENTICATED, reason
/// TOKEN_EXPIRED, and who is still let in goes on with a new token and the position it has. Who came without a token stays.
/// </summary>
internal sealed class AccessTime : IDisposable
{
    // A timer's longest; who stays that long may prove itself again.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly ServerCallContext _call;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _either;

    /// <param name="call">The stream's call.</param>
    /// <param name="expires">When its caller's token expires.</param>
    /// <param name="time">Now.</param>
    public AccessTime(ServerCallContext call, DateTimeOffset expires, TimeProvider time)
    {
        _call = call;
        var left = expires - time.GetUtcNow();
        _end = new CancellationTokenSource(left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, _end.Token);
        Context = new EndingContext(call, _either.Token);
    }

    /// <summary>The call as the method sees it: cancelled when the time is over, as when the client is gone.</summary>
    public ServerCallContext Context { get; }

    /// <summary>Whether the time ended the call, and not the client.</summary>
    public bool IsOver => _end.IsCancellationRequested && !_call.CancellationToken.IsCancellationRequested;

    /// <summary>When the token of a call's caller expires; null when it came without one.</summary>
    public static DateTimeOffset? ExpiryOf(ServerCallContext call) =>
        call.GetHttpContext().User is { Identity.IsAuthenticated: true } user
        && long.TryParse(user.FindFirst(TokenClaims.Expires)?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    public void Dispose()
    {
        _either.Dispose();
        _end.Dispose();
    }
}

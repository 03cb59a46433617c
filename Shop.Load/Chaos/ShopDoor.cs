using Grpc.Core;

namespace Shop.Load.Chaos;

/// <summary>One shopper's way into a shop that comes and goes, and is elsewhere when it comes back. It stays the same guest.</summary>
internal sealed class ShopDoor(ChaosShop shop, LoadFigures figures, Random random, ShopSession? session = null) : IDisposable
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly ShopSession _session = session ?? new ShopSession();
    private ShopClient? _client;
    private Uri? _address;

    /// <summary>The connection to where the shop is now.</summary>
    public ShopClient Client
    {
        get
        {
            var address = shop.Gateway!;
            if (_client is null || _address != address)
            {
                _client?.Dispose();
                (_client, _address) = (new ShopClient(address, _session), address);
            }

            return _client;
        }
    }

    /// <summary>Calls, and repeats the call until the answer is a definite one.</summary>
    public async Task<T> CallAsync<T>(Func<ShopClient, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await call(Client, new CallOptions(deadline: DateTime.UtcNow + CallLimit, cancellationToken: cancellationToken));
            }
            catch (RpcException exception) when (IsUncertain(exception))
            {
                cancellationToken.ThrowIfCancellationRequested();
                figures.Count($"uncertain {exception.StatusCode}{(IsFromShop(exception) ? $": {exception.Status.Detail}" : "")}");
                await PauseAsync(attempt, cancellationToken);
            }
        }
    }

    /// <summary>Whether this answer says nothing of what has become of the call.</summary>
    public static bool IsUncertain(RpcException exception) =>
        exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown or StatusCode.ResourceExhausted;

    public void Dispose()
    {
        _client?.Dispose();
        _session.Dispose();
    }

    // A connection that breaks gives these codes, too; from a service that is up they are a fault of its.
    private static bool IsFromShop(RpcException exception) => exception.Status.DebugException is null && exception.StatusCode is StatusCode.Internal or StatusCode.Unknown;

    private Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(Min(LongestPause, TimeSpan.FromMilliseconds(50 << Math.Min(attempt, 6))) * (0.5 + random.NextDouble() / 2), cancellationToken);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}

using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Shop.ServiceDefaults.Security;

namespace Shop.Gateway;

/// <summary>Limits per address and per caller; what is over them is answered RESOURCE_EXHAUSTED with the time to wait.</summary>
internal static class RateLimits
{
    private const string Unlimited = "";

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(RateLimitSettings.Section).Get<RateLimitSettings>() ?? new();
        builder.Services.AddOptions<RateLimitSettings>().BindConfiguration(RateLimitSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = settings.Enabled ? LimiterOf(settings) : null;
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) =>
            {
                var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                rejected.HttpContext.Features.Set(new TooManyCalls(wait));
                rejected.HttpContext.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
                return ValueTask.CompletedTask;
            };
        });
    }

    /// <summary>Whom an address stands for: IPv6 is handed out in networks of 64 bits, and each has more addresses than there are guesses.</summary>
    internal static string KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return "nowhere";
        }

        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address.MapToIPv4().ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    private static PartitionedRateLimiter<HttpContext> LimiterOf(RateLimitSettings settings) => PartitionedRateLimiter.CreateChained(
        Buckets(settings.Guests, context => GuestSessions.BeginsASession(context) ? KeyOf(context.Connection.RemoteIpAddress) : Unlimited),
        Buckets(settings.Refreshes, context => GuestSessions.Refreshes(context) ? KeyOf(context.Connection.RemoteIpAddress) : Unlimited),
        Buckets(settings.Entrance, context => ShopRoutes.IsEntrance(context) && !GuestSessions.BeginsASession(context) && !GuestSessions.Refreshes(context) ? KeyOf(context.Connection.RemoteIpAddress) : Unlimited),
        Buckets(settings.Address, context => KeyOf(context.Connection.RemoteIpAddress)),
        Buckets(settings.Caller, context => Caller.From(context.User)?.Id ?? Unlimited),
        PartitionedRateLimiter.Create<HttpContext, string>(context => ShopRoutes.IsStream(context)
            ? RateLimitPartition.GetConcurrencyLimiter(KeyOf(context.Connection.RemoteIpAddress), _ => new ConcurrencyLimiterOptions { PermitLimit = settings.StreamsPerAddress })
            : RateLimitPartition.GetNoLimiter(Unlimited)));

    private static PartitionedRateLimiter<HttpContext> Buckets(Rate rate, Func<HttpContext, string> keyOf) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        keyOf(context) is { Length: > 0 } key ? RateLimitPartition.GetTokenBucketLimiter(key, _ => rate.ToBucket()) : RateLimitPartition.GetNoLimiter(Unlimited));
}

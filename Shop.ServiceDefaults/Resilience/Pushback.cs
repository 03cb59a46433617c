using System.Globalization;
using Grpc.Core;
using Shop.Contracts.Rpc;
using Shop.ServiceDefaults.Grpc;

namespace Shop.ServiceDefaults.Resilience;

/// <summary>What a server says about trying again: the trailer of gRPC's retry design (A6), or <c>google.rpc.RetryInfo</c>.</summary>
internal static class Pushback
{
    public const string Trailer = "grpc-retry-pushback-ms";

    /// <summary>"Do not try again."</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    /// <summary>How long to wait, or <see cref="Never"/>; null when the server leaves it to the client.</summary>
    public static TimeSpan? Of(RpcException exception)
    {
        if (exception.Trailers.GetValue(Trailer) is not { } text)
        {
            return ShopErrors.DetailOf<RetryInfo>(exception)?.RetryDelay?.ToTimeSpan();
        }

        // Negative or unreadable: the design says not to retry.
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds) : Never;
    }
}

namespace Microsoft.Extensions.Http.Resilience.Internal;

internal static class RetryAfter
{
    /// <summary>The delay that a response asks for, as seconds or as a date; null if it asks for none.</summary>
    public static TimeSpan? Of(HttpResponseMessage? response, TimeProvider time)
    {
        var header = response?.Headers.RetryAfter;
        var delay = header?.Delta ?? header?.Date - time.GetUtcNow();
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }
}

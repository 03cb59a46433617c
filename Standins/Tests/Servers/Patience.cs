using System.Diagnostics;

namespace Standins.Tests.Servers;

/// <summary>How long a test waits for what must come, on a machine that may be busy.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static Task Soon(this Task task) => task.WaitAsync(Limit);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Limit);

    /// <summary>Asks again until the state is reached.</summary>
    public static async Task UntilAsync(Func<Task<bool>> reached, Func<string>? detail = null)
    {
        var waiting = Stopwatch.StartNew();
        while (!await reached().Soon())
        {
            if (waiting.Elapsed > Limit)
            {
                throw new TimeoutException($"The state was not reached. {detail?.Invoke()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}

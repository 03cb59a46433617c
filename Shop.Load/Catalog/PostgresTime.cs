using System.Diagnostics;

namespace Shop.Load.Catalog;

/// <summary>Adds up the time that this process waits for Postgres: the driver's own spans, from the statement sent to the last row read.</summary>
internal sealed class PostgresTime : IDisposable
{
    private readonly ActivityListener _listener;
    private long _ticks;

    public PostgresTime()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "Npgsql")
                {
                    Interlocked.Add(ref _ticks, activity.Duration.Ticks);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public void Dispose() => _listener.Dispose();
}

namespace Shop.Load.Bench;

/// <summary>Processor time.</summary>
/// <param name="Server">Of the server's process.</param>
/// <param name="All">Of all processes that had to do with it.</param>
internal sealed record ProcessorTimes(TimeSpan Server, TimeSpan All)
{
    /// <summary>For each of so many calls since.</summary>
    public ProcessorTimes PerCallSince(ProcessorTimes before, int calls) => new((Server - before.Server) / calls, (All - before.All) / calls);
}

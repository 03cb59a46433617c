using System.Collections.Concurrent;

namespace Aspire.Hosting.Processes;

/// <summary>
/// The thread that starts all children. The kernel sends the parent-death signal when the thread that started a child ends,
/// not the program; so children are never started from a thread of the pool.
/// </summary>
internal static class SpawnThread
{
    private static readonly BlockingCollection<Action> Work = Begin();

    public static T Run<T>(Func<T> spawn)
    {
        var result = new TaskCompletionSource<T>();
        Work.Add(() =>
        {
            try
            {
                result.SetResult(spawn());
            }
            catch (Exception exception)
            {
                // Not swallowed: thrown again where Run was called.
                result.SetException(exception);
            }
        });
        return result.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> Begin()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var spawn in work.GetConsumingEnumerable())
            {
                spawn();
            }
        })
        { IsBackground = true, Name = "child processes" }.Start();
        return work;
    }
}

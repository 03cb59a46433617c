using Pipelines.Sockets.Unofficial;
using Standins.Tests.Servers;

namespace Standins.Tests.Pipelines;

public sealed class DedicatedThreadPoolPipeSchedulerTests
{
    [Fact]
    public async Task Schedule_Work_RunsOnItsOwnThreads()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler("own", workerCount: 1);
        var ran = new TaskCompletionSource<(string? Name, bool IsPool)>(TaskCreationOptions.RunContinuationsAsynchronously);

        scheduler.Schedule(_ => ran.SetResult((Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread)), null);

        var (name, isPool) = await ran.Task.Soon();
        name.ShouldNotBeNull().ShouldStartWith("own");
        isPool.ShouldBeFalse();
        scheduler.TotalServicedByQueue.ShouldBe(1);
    }

    [Fact]
    public async Task Schedule_MoreThanTheQueueHolds_GoesToTheSharedPool()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler(workerCount: 1, useThreadPoolQueueLength: 2);
        await Patience.UntilAsync(() => Task.FromResult(scheduler.AvailableCount == 1));
        using var release = new ManualResetEventSlim();
        using var blocked = new ManualResetEventSlim();
        scheduler.Schedule(_ => { blocked.Set(); release.Wait(); }, null);
        blocked.Wait();

        using var done = new CountdownEvent(5);
        for (var item = 0; item < 5; item++)
        {
            scheduler.Schedule(_ => done.Signal(), null);
        }

        await Patience.UntilAsync(() => Task.FromResult(done.CurrentCount == 2));
        scheduler.TotalServicedByPool.ShouldBe(3);
        scheduler.AvailableCount.ShouldBe(0);
        release.Set();
        await Patience.UntilAsync(() => Task.FromResult(done.IsSet));
    }

    [Fact]
    public async Task Schedule_AfterDispose_StillRuns()
    {
        var scheduler = new DedicatedThreadPoolPipeScheduler(workerCount: 2);
        scheduler.Dispose();
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        scheduler.Schedule(_ => ran.SetResult(), null);

        await ran.Task.Soon();
    }
}

namespace Aspire.Hosting.Processes;

/// <summary>Hands on what a child writes, line by line, until it has closed the pipe.</summary>
internal static class OutputPump
{
    // A thread of its own: a read of a pipe blocks, and the pool must not starve when many children are silent.
    public static Task Start(StreamReader output, Action<string> onLine, string name)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            while (output.ReadLine() is { } line)
            {
                onLine(line);
            }
            ended.SetResult();
        }, maxStackSize: 512 * 1024)
        { IsBackground = true, Name = name }.Start();
        return ended.Task;
    }
}

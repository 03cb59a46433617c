namespace Standins.Tests.HttpResilience;

/// <summary>Answers each request by its number, from 1, and counts them.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private int _requests;

    private ScriptedServer()
    {
    }

    public int Requests => _requests;

    public LoopbackServer Server { get; private set; } = null!;

    public Uri Address => Server.Address;

    public static async Task<ScriptedServer> StartAsync(Func<int, HttpContext, Task> answer)
    {
        var scripted = new ScriptedServer();
        scripted.Server = await LoopbackServer.StartAsync(context => answer(Interlocked.Increment(ref scripted._requests), context));
        return scripted;
    }

    /// <summary>Answers these status codes, and the last one on and on.</summary>
    public static Task<ScriptedServer> StartAsync(params int[] statuses) => StartAsync((number, context) =>
    {
        context.Response.StatusCode = statuses[Math.Min(number, statuses.Length) - 1];
        return context.Response.CompleteAsync();
    });

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

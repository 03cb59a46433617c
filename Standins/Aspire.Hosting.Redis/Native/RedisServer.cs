using System.Globalization;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Redis;

/// <summary>Runs the machine's own Redis. Each write is in its log before it is answered, so that killing it loses nothing.</summary>
internal sealed class RedisServer(RedisResource resource, string? searchPath = null) : INativeServer
{
    private string? _program;

    public Task PrepareAsync(NativeServerContext context, CancellationToken cancellationToken)
    {
        _program = ProgramLookup.Find("redis-server", searchPath: searchPath) ?? ProgramLookup.Find("valkey-server", searchPath: searchPath)
            ?? throw new DistributedApplicationException($"'{resource.Name}' needs Redis, which is not installed. Install it: sudo apt-get install redis-server");
        DataFolderUse.EnsureWritable(context);
        return DataFolderUse.WaitUntilFreeAsync(context, Path.GetFileName(_program), cancellationToken);
    }

    public ProcessSpec CreateProcess(NativeServerContext context) => new(_program!, ["-"], new Dictionary<string, string?> { ["LANG"] = "C.UTF-8" }, context.DataFolder)
    {
        ClearEnvironment = true,
        // Read from standard input, so that the password stands neither in a file nor in the list of processes.
        StandardInput = Configuration(context),
        ParentDeathSignal = UnixSignals.Term,
        StopTimeout = TimeSpan.FromSeconds(20),
    };

    public async Task<bool> IsReadyAsync(NativeServerContext context, CancellationToken cancellationToken) =>
        await RedisProbe.PingAsync(Port(context), Password(context), cancellationToken) == RedisProbe.Pong;

    private string Configuration(NativeServerContext context) => $"""
        bind 127.0.0.1
        port {Port(context).ToString(CultureInfo.InvariantCulture)}
        dir {Quote(context.DataFolder)}
        daemonize no
        pidfile ""
        logfile ""
        appendonly yes
        appendfsync always
        save ""
        maxmemory-policy noeviction
        {(Password(context) is { } password ? $"requirepass {Quote(password)}" : "")}

        """;

    private static string Quote(string text) => $"\"{string.Concat(Encoding.UTF8.GetBytes(text).Select(value => $"\\x{value:x2}"))}\"";

    private static int Port(NativeServerContext context) => context.Ports[RedisResource.PrimaryEndpointName];

    private string? Password(NativeServerContext context) => resource.PasswordParameter is { } parameter ? context.Secrets[parameter.Name] : null;
}

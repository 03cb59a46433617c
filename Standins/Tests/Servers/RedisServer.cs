using System.Text;

namespace Standins.Tests.Servers;

/// <summary>A private Redis, which loses nothing acknowledged by a kill.</summary>
/// <remarks>
/// With <c>everysec</c> it would: while a slow fsync runs, Redis answers for up to two seconds before it writes to its log.
/// </remarks>
public sealed class RedisServer : IAsyncLifetime
{
    private const string Password = "let-me-in";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redis-");
    private readonly int _port = Loopback.FreePort();
    private ServerProcess? _process;

    public string ConnectionString => $"127.0.0.1:{_port},password={Password}";

    public async Task InitializeAsync() => await StartAsync();

    public async Task DisposeAsync()
    {
        await _process!.StopAsync(signal: 15);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Starts it, again on the same port and with what it had written.</summary>
    public async Task StartAsync()
    {
        var configuration = $"""
            bind 127.0.0.1
            port {_port}
            requirepass {Password}
            dir {_folder.FullName}
            daemonize no
            save ""
            appendonly yes
            appendfsync always
            enable-debug-command local

            """;
        _process = await ServerProcess.StartAsync(ServerProcess.Command("TERM", user: null, "redis-server", "-"), configuration);
        var greeting = Encoding.ASCII.GetBytes($"AUTH {Password}\r\nPING\r\n");
        await Patience.UntilAsync(() => Loopback.AnswersAsync(_port, greeting, "+OK\r\n+PONG"), () => _process.Output);
    }

    public async Task KillAsync()
    {
        await _process!.KillAsync();
        _process.Dispose();
    }
}

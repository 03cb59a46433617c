namespace Standins.Tests.Servers;

/// <summary>A private RabbitMQ, without the daemon that Erlang would leave behind.</summary>
public sealed class RabbitServer : IAsyncLifetime
{
    private const string Password = "let-me-in";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rabbitmq-");
    private readonly int _port = Loopback.FreePort();
    private ServerProcess? _process;

    public string ConnectionString => $"amqp://shop:{Password}@127.0.0.1:{_port}";

    public async Task InitializeAsync()
    {
        foreach (var folder in (string[])["mnesia", "log", "home", "etc"])
        {
            _folder.CreateSubdirectory(folder);
        }

        await File.WriteAllTextAsync(In("etc/rabbitmq-env.conf"), "");
        await File.WriteAllTextAsync(In("etc/enabled_plugins"), "[].");
        await File.WriteAllTextAsync(In("etc/rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{_port}
            default_user = shop
            default_pass = {Password}
            log.file = false
            log.console = true
            log.console.level = warning
            disk_free_limit.absolute = 200MB

            """);
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _process!.StopAsync(signal: 15);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Starts it, again on the same port and with what it had written.</summary>
    public async Task StartAsync()
    {
        var distribution = Loopback.FreePort();
        var start = ServerProcess.Command("TERM", user: null, "/usr/lib/rabbitmq/bin/rabbitmq-server");
        start.WorkingDirectory = _folder.FullName;
        start.Environment.Clear();
        foreach (var (name, value) in Variables(distribution))
        {
            start.Environment[name] = value;
        }

        _process = await ServerProcess.StartAsync(start);
        await Patience.UntilAsync(() => Loopback.AnswersAsync(_port, "AMQP\0\0\x9\x1"u8.ToArray(), "\x1"), () => _process.Output);
    }

    public async Task KillAsync()
    {
        await _process!.KillAsync();
        _process.Dispose();
    }

    private Dictionary<string, string> Variables(int distribution) => new()
    {
        ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
        ["LANG"] = "C.UTF-8",
        ["HOME"] = In("home"),
        ["RABBITMQ_NODENAME"] = "shop@localhost",
        ["RABBITMQ_CONF_ENV_FILE"] = In("etc/rabbitmq-env.conf"),
        ["RABBITMQ_CONFIG_FILE"] = In("etc/rabbitmq.conf"),
        ["RABBITMQ_ADVANCED_CONFIG_FILE"] = In("etc/advanced.config"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = In("etc/enabled_plugins"),
        ["RABBITMQ_MNESIA_BASE"] = In("mnesia"),
        ["RABBITMQ_LOG_BASE"] = In("log"),
        ["RABBITMQ_PID_FILE"] = In("rabbit.pid"),
        ["RABBITMQ_DIST_PORT"] = $"{distribution}",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = $"-kernel inet_dist_use_interface {{127,0,0,1}} -sname shop@localhost -erl_epmd_port {distribution} +Bi",
        ["ERL_AFLAGS"] = "-start_epmd false",
        // The script then becomes the server, instead of waiting for it.
        ["detached"] = "1",
    };

    private string In(string path) => Path.Combine(_folder.FullName, path);
}

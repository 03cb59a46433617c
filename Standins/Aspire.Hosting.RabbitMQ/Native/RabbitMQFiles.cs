using System.Globalization;
using System.Text;

namespace Aspire.Hosting.RabbitMQ;

/// <summary>The broker's folder: its data, and what configures it so that nothing outside the folder is read or written.</summary>
internal sealed class RabbitMQFiles(string folder)
{
    public async Task WriteAsync(RabbitMQInstallation installation, int port, string user, string password, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])["mnesia", "log", "home", "etc"])
        {
            Directory.CreateDirectory(In(name));
        }
        await File.WriteAllTextAsync(In("etc/rabbitmq-env.conf"), "", cancellationToken);
        await File.WriteAllTextAsync(In("etc/enabled_plugins"), "[].\n", cancellationToken);
        await File.WriteAllTextAsync(In("etc/rabbitmq.conf"), Settings(port), cancellationToken);
        PrivateFile.Replace(In("etc/advanced.config"), FirstUser(user, password));
        await WritePreloadAsync(cancellationToken);
        LinkApplications(installation.RequiredApplications());
    }

    public Dictionary<string, string?> Environment(string nodeName, int distributionPort)
    {
        var port = distributionPort.ToString(CultureInfo.InvariantCulture);
        var variables = new Dictionary<string, string?>
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["LANG"] = "C.UTF-8",
            ["HOME"] = In("home"),
            ["RABBITMQ_NODENAME"] = nodeName,
            ["RABBITMQ_CONF_ENV_FILE"] = In("etc/rabbitmq-env.conf"),
            ["RABBITMQ_CONFIG_FILE"] = In("etc/rabbitmq.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = In("etc/advanced.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = In("etc/enabled_plugins"),
            ["RABBITMQ_MNESIA_BASE"] = In("mnesia"),
            ["RABBITMQ_LOG_BASE"] = In("log"),
            ["RABBITMQ_PID_FILE"] = In("rabbit.pid"),
            ["RABBITMQ_DIST_PORT"] = port,
            // With its name given the node needs no port mapper, and itself answers on that port; +Bi: it ignores Ctrl+C.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = $"-kernel inet_dist_use_interface {{127,0,0,1}} -sname {nodeName} -erl_epmd_port {port} +Bi",
            // Here, so that what the node starts does not start the port mapper either.
            ["ERL_AFLAGS"] = "-start_epmd false -run file eval etc/preload.erl",
            // The script then becomes the broker, instead of waiting for it.
            ["detached"] = "1",
        };
        if (Directory.EnumerateDirectories(In("plugins")).Any())
        {
            variables["RABBITMQ_PLUGINS_DIR"] = In("plugins");
        }
        return variables;
    }

    private static string Settings(int port) => string.Create(CultureInfo.InvariantCulture, $"""
        listeners.tcp.1 = 127.0.0.1:{port}
        log.file = false
        log.console = true
        log.console.level = warning
        log.console.use_colors = off
        disk_free_limit.absolute = 200MB
        vm_memory_high_watermark.absolute = 1GB
        raft.wal_max_size_bytes = 64000000

        """);

    // Used when the data is created, and not again. In bytes, because the user chooses the characters.
    private static string FirstUser(string user, string password) => $"[{{rabbit, [{{default_user, {Binary(user)}}}, {{default_pass, {Binary(password)}}}]}}].\n";

    private static string Binary(string text) => $"<<{string.Join(',', Encoding.UTF8.GetBytes(text))}>>";

    private async Task WritePreloadAsync(CancellationToken cancellationToken)
    {
        await using var source = typeof(RabbitMQFiles).Assembly.GetManifestResourceStream("preload.erl")!;
        await using var target = File.Create(In("etc/preload.erl"));
        await source.CopyToAsync(target, cancellationToken);
    }

    private void LinkApplications(IReadOnlyList<string> applications)
    {
        if (Directory.Exists(In("plugins")))
        {
            Directory.Delete(In("plugins"), recursive: true);
        }
        Directory.CreateDirectory(In("plugins"));
        foreach (var application in applications)
        {
            Directory.CreateSymbolicLink(In($"plugins/{Path.GetFileName(application)}"), application);
        }
    }

    private string In(string path) => Path.Combine(folder, path);
}

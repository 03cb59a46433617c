using Npgsql;

namespace Standins.Tests.Servers;

/// <summary>A private PostgreSQL with its database <c>postgres</c>.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Password = "let-me-in";

    // Postgres refuses to run as root.
    private static readonly string? User = Environment.IsPrivilegedProcess ? "postgres" : null;

    private static readonly string Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(version => int.Parse(Path.GetFileName(version))).First() + "/bin/"
        : "";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postgres-");
    private readonly int _port = Loopback.FreePort();
    private ServerProcess? _process;

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=shop;Password={Password};Database=postgres;SSL Mode=Disable";

    public async Task InitializeAsync()
    {
        var passwordFile = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (User is not null)
        {
            await ServerProcess.RunAsync(user: null, "chown", "--recursive", $"{User}:{User}", _folder.FullName);
        }

        var data = Path.Combine(_folder.FullName, "data");
        await ServerProcess.RunAsync(User, Programs + "initdb", "-D", data, "-U", "shop", "--auth=scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C.UTF-8");
        _process = await ServerProcess.StartAsync(ServerProcess.Command(
            "INT", User, Programs + "postgres", "-D", data, "-p", $"{_port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
        await Patience.UntilAsync(AnswersAsync, () => _process.Output);
    }

    public async Task DisposeAsync()
    {
        // A fast shutdown, which ends the sessions that a pool still holds.
        await _process!.StopAsync(signal: 2);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}

using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Npgsql;

namespace Aspire.Hosting.Postgres;

/// <summary>Runs the machine's own PostgreSQL, with its durable defaults.</summary>
internal sealed class PostgresServer(PostgresServerResource resource, string debianFolder = "/usr/lib/postgresql", string? searchPath = null) : INativeServer
{
    // Several replicas with a pool each need more than the default of 100.
    private const int MaxConnections = 300;

    // The first version that can have the kernel write everything out at once before it recovers; one file after the other takes a
    // busy disk many times as long, and nobody can log in meanwhile.
    private const int SyncsWholeFileSystem = 14;

    private PostgresInstallation? _installation;

    public async Task PrepareAsync(NativeServerContext context, CancellationToken cancellationToken)
    {
        DataFolderUse.EnsureWritable(context);
        var cluster = new PostgresCluster(context.DataFolder);
        cluster.EnsureOwned();
        _installation = Choose(cluster, context);
        await DataFolderUse.WaitUntilFreeAsync(context, "postgres", cancellationToken);
        if (cluster.Major is null)
        {
            await cluster.CreateAsync(_installation, UserName(context), Password(context), cancellationToken);
        }
        // Nobody works in the folder, so the file is what a killed server left; its process id may be another program's by now.
        File.Delete(Path.Combine(cluster.Data, "postmaster.pid"));
    }

    public ProcessSpec CreateProcess(NativeServerContext context)
    {
        var cluster = new PostgresCluster(context.DataFolder);
        string[] recovery = OperatingSystem.IsLinux() && _installation!.Major >= SyncsWholeFileSystem ? ["-c", "recovery_init_sync_method=syncfs"] : [];
        string[] statistics = _installation!.HasStatementStatistics ? ["-c", "shared_preload_libraries=pg_stat_statements"] : [];
        return cluster.Process(
            _installation.Server,
            [
                "-D", cluster.DataAsSeen, "-p", Port(context).ToString(CultureInfo.InvariantCulture),
                "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
                "-c", string.Create(CultureInfo.InvariantCulture, $"max_connections={MaxConnections}"), .. recovery, .. statistics,
            ]) with
        {
            // A fast shutdown: open sessions are ended, everything is written. SIGTERM would wait for the sessions.
            StopSignal = UnixSignals.Interrupt,
            ParentDeathSignal = UnixSignals.Interrupt,
            StopTimeout = TimeSpan.FromSeconds(20),
        };
    }

    public async Task<bool> IsReadyAsync(NativeServerContext context, CancellationToken cancellationToken) =>
        await PostgresProbe.AsksForPasswordAsync(Port(context), UserName(context), cancellationToken) && await LogsInAsync(context, cancellationToken);

    private async Task<bool> LogsInAsync(NativeServerContext context, CancellationToken cancellationToken)
    {
        var login = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port(context),
            Username = UserName(context),
            Password = Password(context),
            Database = PostgresNames.MaintenanceDatabase,
            Pooling = false,
            Timeout = 5,
        };
        try
        {
            await using var connection = new NpgsqlConnection(login.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new DistributedApplicationException(
                $"The data of '{resource.Name}' was created with another user name or password than '{UserName(context)}' and the value of parameter '{resource.PasswordParameter.Name}'. Restore that value, or delete '{context.DataFolder}' to start without its data.", exception);
        }
        catch (NpgsqlException)
        {
            return false; // It went away, or starts anew.
        }
    }

    private PostgresInstallation Choose(PostgresCluster cluster, NativeServerContext context)
    {
        var installations = PostgresInstallation.FindAll(debianFolder, searchPath);
        if (installations.Count == 0)
        {
            throw new DistributedApplicationException($"'{resource.Name}' needs PostgreSQL, which is not installed. Install it: sudo apt-get install postgresql");
        }
        // Data belongs to the major version that created it, even when a newer one is there as well.
        var major = cluster.Major;
        return installations.FirstOrDefault(found => major is null || found.Major is null || found.Major == major)
            ?? throw new DistributedApplicationException(
                $"The data of '{resource.Name}' was created by PostgreSQL {major}, but only {string.Join(", ", installations.Select(found => found.Major))} is installed. Install it (sudo apt-get install postgresql-{major}), or delete '{context.DataFolder}' to start without its data.");
    }

    private static int Port(NativeServerContext context) => context.Ports[PostgresServerResource.PrimaryEndpointName];

    private string UserName(NativeServerContext context) =>
        resource.UserNameParameter is { } parameter ? context.Secrets[parameter.Name] : PostgresServerResource.DefaultUserName;

    private string Password(NativeServerContext context) => context.Secrets[resource.PasswordParameter.Name];
}

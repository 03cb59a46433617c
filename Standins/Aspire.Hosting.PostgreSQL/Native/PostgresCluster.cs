using System.Collections.Concurrent;
using System.Globalization;
using Aspire.Hosting.Native;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Postgres;

/// <summary>
/// The server's files: <c>cluster</c> in the data folder belongs to the account that the server runs under, and holds <c>data</c>.
/// PostgreSQL refuses to run as root; the account "postgres", which its package creates, takes root's place.
/// </summary>
internal sealed class PostgresCluster(string dataFolder)
{
    private const string Account = "postgres";

    private static readonly Dictionary<string, string?> Variables = new() { ["PATH"] = "/usr/local/bin:/usr/bin:/bin", ["LANG"] = "C.UTF-8", ["TZ"] = "UTC" };

    private readonly string _folder = Path.Combine(dataFolder, "cluster");

    public string Data => Path.Combine(_folder, "data");

    private string Draft => Path.Combine(_folder, "new");

    private string PasswordFile => Path.Combine(_folder, "password");

    /// <summary>The major version that wrote the data; null when there is none yet.</summary>
    public int? Major => File.Exists(Path.Combine(Data, "PG_VERSION"))
        ? int.Parse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")).Split('.')[0], CultureInfo.InvariantCulture)
        : null;

    public ProcessSpec Process(string program, params string[] arguments) => new(program, arguments, Variables, "/")
    {
        ClearEnvironment = true,
        RunAsUser = Account,
        FolderToOpen = Environment.IsPrivilegedProcess ? _folder : null,
    };

    /// <summary>The path of <see cref="Data"/> as the server sees it.</summary>
    public string DataAsSeen => AsSeen(Data);

    /// <summary>The server takes its files from nobody else, and nobody else may look into them.</summary>
    public void EnsureOwned()
    {
        var own = Environment.IsPrivilegedProcess ? UnixAccount.Find(Account)?.UserId : UnixAccount.CurrentUserId;
        if (Directory.Exists(_folder) && UnixAccount.OwnerOf(_folder) is { } owner && owner != own)
        {
            throw new DistributedApplicationException($"'{_folder}' was created under another account (uid {owner}). Start the AppHost under that account again, or delete '{dataFolder}' to start without its data.");
        }
    }

    /// <summary>Creates the data; when this is interrupted nothing of it counts.</summary>
    public async Task CreateAsync(PostgresInstallation installation, string user, string password, CancellationToken cancellationToken)
    {
        Prepare();
        try
        {
            PrivateFile.Replace(PasswordFile, password + "\n");
            GiveAway(PasswordFile);
            await RunAsync(Process(
                installation.InitDb, "-D", AsSeen(Draft), "-U", user, "--auth=scram-sha-256", $"--pwfile={AsSeen(PasswordFile)}",
                "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions"), cancellationToken);
            if (user != PostgresNames.MaintenanceDatabase)
            {
                // Clients that name no database expect one of the user's name.
                await RunAsync(Process(installation.Server, "--single", "-D", AsSeen(Draft), PostgresNames.MaintenanceDatabase) with { StandardInput = $"CREATE DATABASE {PostgresNames.Quote(user)}\n" }, cancellationToken);
            }
            Directory.Move(Draft, Data);
        }
        finally
        {
            File.Delete(PasswordFile);
        }
    }

    private void Prepare()
    {
        if (!Directory.Exists(_folder))
        {
            Directory.CreateDirectory(_folder);
            GiveAway(_folder);
        }
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        if (Directory.Exists(Draft))
        {
            Directory.Delete(Draft, recursive: true);
        }
    }

    private static void GiveAway(string path)
    {
        if (Environment.IsPrivilegedProcess && UnixAccount.Find(Account) is { } account && LibC.ChangeOwner(path, account.UserId, account.GroupId) != 0)
        {
            throw new DistributedApplicationException($"'{path}' cannot be given to the account '{Account}', under which PostgreSQL runs when the AppHost is started by root. Start it as an ordinary user, or choose a data folder on another file system.");
        }
    }

    private static async Task RunAsync(ProcessSpec process, CancellationToken cancellationToken)
    {
        var lines = new ConcurrentQueue<string>();
        await using var child = ChildProcess.Start(process, (line, _) => lines.Enqueue(line));
        await child.Exited.WaitAsync(cancellationToken);
        if (await child.Exited != 0)
        {
            var reason = lines.LastOrDefault(line => line.Contains("error:", StringComparison.Ordinal) || line.Contains("FATAL:", StringComparison.Ordinal)) ?? lines.LastOrDefault();
            throw new DistributedApplicationException($"PostgreSQL's data could not be created: {reason}");
        }
    }

    private string AsSeen(string path) => Environment.IsPrivilegedProcess ? Path.Combine(ProcessSpec.OpenedFolder, Path.GetRelativePath(_folder, path)) : path;
}

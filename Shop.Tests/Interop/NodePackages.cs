namespace Shop.Tests.Interop;

/// <summary>The packages that package-lock.json pins, installed once for all test runs of this checkout.</summary>
internal static class NodePackages
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private static readonly string Wanted = Path.Combine(NodeProgram.Folder, "package-lock.json");
    // npm empties the folder before it installs, so a copy in it is of what was installed last, and completely.
    private static readonly string Installed = Path.Combine(NodeProgram.Folder, "node_modules", ".installed.json");
    private static readonly string Turn = Path.Combine(NodeProgram.Folder, "../obj/npm.lock");

    public static async Task InstallAsync()
    {
        await using var turn = await TakeTurnAsync();
        if (File.Exists(Installed) && await File.ReadAllTextAsync(Installed) == await File.ReadAllTextAsync(Wanted))
        {
            return;
        }

        var run = await NodeProgram.RunAsync("npm", ["ci", "--no-audit", "--no-fund"], Limit);
        run.ExitCode.ShouldBe(0, $"npm ci failed:\n{run.Output}");
        File.Copy(Wanted, Installed, overwrite: true);
    }

    // The system frees it with the process that holds it, so that a killed test run blocks nobody.
    private static async Task<FileStream> TakeTurnAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            try
            {
                return new FileStream(Turn, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!limit.IsCancellationRequested)
            {
                // Another test run installs at the moment.
                await Task.Delay(Glance, CancellationToken.None);
            }
        }
    }
}

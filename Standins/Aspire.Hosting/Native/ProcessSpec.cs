namespace Aspire.Hosting.Native;

/// <summary>What to start as a child process, and how to end it.</summary>
/// <param name="FileName">An absolute path, or a name that is looked up on the PATH.</param>
/// <param name="Arguments">One entry an argument; never passed through a shell.</param>
/// <param name="Environment">Added to the inherited environment; null removes a variable.</param>
/// <param name="WorkingDirectory">An existing folder.</param>
internal sealed record ProcessSpec(
    string FileName,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string?> Environment,
    string WorkingDirectory)
{
    /// <summary>Start from an empty environment instead of the inherited one.</summary>
    public bool ClearEnvironment { get; init; }

    /// <summary>The signal that asks the process to end.</summary>
    public int StopSignal { get; init; } = UnixSignals.Term;

    /// <summary>How long it may take after <see cref="StopSignal"/> until it is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The signal that the kernel sends when this program dies, however it dies.</summary>
    public int ParentDeathSignal { get; init; } = UnixSignals.Kill;

    /// <summary>The account to run under when this program runs as root; ignored otherwise.</summary>
    public string? RunAsUser { get; init; }

    /// <summary>
    /// A folder that is opened before the account is changed, and is then found under <see cref="OpenedFolder"/>:
    /// so the account need not be allowed to pass through the folders above it, such as root's home. Linux only.
    /// </summary>
    public string? FolderToOpen { get; init; }

    /// <summary>The path under which the process and its descendants reach <see cref="FolderToOpen"/>.</summary>
    public const string OpenedFolder = "/proc/self/fd/9";

    /// <summary>Written to the process's standard input, which is then closed.</summary>
    public string? StandardInput { get; init; }
}

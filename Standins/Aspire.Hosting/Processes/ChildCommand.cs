using System.Diagnostics;
using Aspire.Hosting.Native;

namespace Aspire.Hosting.Processes;

/// <summary>
/// The command line of a child. On Linux setsid gives it a session of its own, so that Ctrl+C in the terminal reaches this program alone,
/// and setpriv has the kernel end it when this program dies. Both replace themselves, so the process id is the child's own.
/// Elsewhere it is a plain child: it is ended when this program ends, but not when this program is killed.
/// </summary>
internal static class ChildCommand
{
    private static readonly string[] NotInherited = ["ASPNETCORE_URLS", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPIRE_LOGLEVEL"];
    private static readonly Lazy<(string SetSid, string SetPriv)?> Wrappers = new(FindWrappers);

    public static ProcessStartInfo For(ProcessSpec spec)
    {
        if (!Directory.Exists(spec.WorkingDirectory))
        {
            throw new DistributedApplicationException($"'{spec.FileName}' cannot be started: its working directory '{spec.WorkingDirectory}' does not exist.");
        }
        var program = ProgramLookup.Find(spec.FileName, spec.WorkingDirectory, spec.Environment.GetValueOrDefault("PATH"))
            ?? throw new DistributedApplicationException($"'{spec.FileName}' cannot be started: no such program was found.");
        string[] command = [.. Wrapping(spec), program, .. spec.Arguments];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SetEnvironment(start.Environment, spec);
        return start;
    }

    private static string[] Wrapping(ProcessSpec spec)
    {
        if (Wrappers.Value is not var (setSid, setPriv))
        {
            return NeedsAccount(spec) ? throw new DistributedApplicationException($"'{spec.FileName}' does not run as root, and changing to the account '{spec.RunAsUser}' takes setpriv (util-linux), which was not found. Start the AppHost as an ordinary user.") : [];
        }
        // setpriv comes last: the kernel forgets the parent-death signal when the account changes.
        return [setSid, .. Opening(spec), setPriv, "--pdeathsig", UnixSignals.NameOf(spec.ParentDeathSignal), .. Account(spec), "--"];
    }

    private static string[] Opening(ProcessSpec spec) =>
        spec.FolderToOpen is { } folder ? ["/bin/sh", "-c", "exec 9<\"$0\" && exec \"$@\"", folder] : [];

    private static string[] Account(ProcessSpec spec)
    {
        if (!NeedsAccount(spec))
        {
            return [];
        }
        var account = UnixAccount.Find(spec.RunAsUser!)
            ?? throw new DistributedApplicationException($"'{spec.FileName}' does not run as root, and there is no account '{spec.RunAsUser}' to run it under. Start the AppHost as an ordinary user, or create the account: useradd --system {spec.RunAsUser}");
        return [$"--reuid={account.UserId}", $"--regid={account.GroupId}", "--init-groups"];
    }

    private static bool NeedsAccount(ProcessSpec spec) => spec.RunAsUser is not null && Environment.IsPrivilegedProcess;

    private static void SetEnvironment(IDictionary<string, string?> environment, ProcessSpec spec)
    {
        if (spec.ClearEnvironment)
        {
            environment.Clear();
        }
        foreach (var name in NotInherited)
        {
            environment.Remove(name);
        }
        foreach (var (name, value) in spec.Environment)
        {
            if (value is null)
            {
                environment.Remove(name);
            }
            else
            {
                environment[name] = value;
            }
        }
    }

    private static (string SetSid, string SetPriv)? FindWrappers()
    {
        if (!OperatingSystem.IsLinux() || ProgramLookup.Find("setsid") is not { } setSid || ProgramLookup.Find("setpriv") is not { } setPriv)
        {
            return null;
        }
        // Not every setpriv knows the option (busybox does not).
        using var trial = Process.Start(new ProcessStartInfo(setPriv, ["--pdeathsig", "KILL", "--", "true"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        trial.WaitForExit();
        return trial.ExitCode == 0 ? (setSid, setPriv) : null;
    }
}

using System.Text.RegularExpressions;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.RabbitMQ;

/// <summary>The broker's programs.</summary>
/// <param name="Server">The script that becomes the broker; not Debian's wrapper of it in /usr/sbin, which insists on its own account and folders.</param>
internal sealed partial record RabbitMQInstallation(string Server)
{
    public static RabbitMQInstallation? Find(string searchPath) =>
        ProgramLookup.Find("rabbitmq-server", searchPath: searchPath) is { } server ? new RabbitMQInstallation(server) : null;

    /// <summary>
    /// The folders of the applications that the broker itself consists of. The 50 plugins beside them are not used, but reading what they
    /// are takes a fifth of its start. Empty when the layout is another one.
    /// </summary>
    public IReadOnlyList<string> RequiredApplications()
    {
        var programs = Path.GetDirectoryName(Server)!;
        var folder = Path.Combine(Path.GetDirectoryName(Directory.ResolveLinkTarget(programs, returnFinalTarget: true)?.FullName ?? programs)!, "plugins");
        var found = new Dictionary<string, string>();
        if (Directory.Exists(folder))
        {
            var folders = Directory.EnumerateDirectories(folder).ToLookup(path => Path.GetFileName(path).Split('-')[0]);
            Collect("rabbit", folders, found);
        }
        return [.. found.Values];
    }

    private static void Collect(string application, ILookup<string, string> folders, Dictionary<string, string> found)
    {
        if (found.ContainsKey(application) || folders[application].FirstOrDefault(folder => File.Exists(SpecificationOf(folder, application))) is not { } folder)
        {
            return;
        }
        found[application] = folder;
        foreach (Match name in ApplicationName().Matches(Applications().Match(File.ReadAllText(SpecificationOf(folder, application))).Groups["list"].Value))
        {
            Collect(name.Value, folders, found);
        }
    }

    private static string SpecificationOf(string folder, string application) => Path.Combine(folder, "ebin", $"{application}.app");

    [GeneratedRegex(@"\{\s*applications\s*,\s*\[(?<list>[^\]]*)\]")]
    private static partial Regex Applications();

    [GeneratedRegex(@"[a-z][a-zA-Z0-9_@]*")]
    private static partial Regex ApplicationName();
}

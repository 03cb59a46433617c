using System.Text.RegularExpressions;

namespace Shop.Tests.Contract;

/// <summary>
/// The .proto files of the working tree. The generated descriptors carry no comments, so these are read from the text: what
/// stands above a declaration, by the declared element's full name.
/// </summary>
internal static partial class ProtoSources
{
    public static string Folder { get; } = Path.Combine(FindRepository(AppContext.BaseDirectory), "Protos");

    /// <summary>The files' names relative to <see cref="Folder"/>, as an import would write them, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. new[] { "google", "shop" }.SelectMany(root => Directory.EnumerateFiles(Path.Combine(Folder, root), "*.proto", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>The comment above each declared element of a file, by full name; empty where there is none.</summary>
    public static Dictionary<string, string> Comments(string name)
    {
        var comments = new Dictionary<string, string>(StringComparer.Ordinal);
        var scopes = new Stack<string>();
        var comment = "";
        foreach (var line in File.ReadLines(Path.Combine(Folder, name)).Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment += line[2..];
                continue;
            }

            if (Declaration().Match(line) is { Success: true } declaration)
                comments.Add(Qualify(scopes, declaration.Groups["name"].Value), comment.Trim());
            Enter(scopes, line);
            comment = "";
        }

        return comments;
    }

    private static void Enter(Stack<string> scopes, string line)
    {
        if (Package().Match(line) is { Success: true } package)
            scopes.Push(package.Groups["name"].Value);
        else if (line.EndsWith('{'))
            scopes.Push(OwnScope().Match(line).Groups["name"].Value);
        else if (line == "}")
            scopes.Pop();
    }

    // A oneof, an extension and an rpc's options open a brace, but no scope of names.
    private static string Qualify(IEnumerable<string> scopes, string name) =>
        string.Join('.', scopes.Reverse().Where(scope => scope.Length > 0).Append(name));

    private static string FindRepository(string folder) =>
        File.Exists(Path.Combine(folder, "Shop.sln"))
            ? folder
            : FindRepository(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside of the repository: no Shop.sln above them."));

    [GeneratedRegex(@"^package (?<name>[\w.]+);$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Package();

    [GeneratedRegex(@"^(message|enum|service) (?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnScope();

    [GeneratedRegex(@"^((message|enum|service|oneof|rpc) (?<name>\w+)|((repeated|optional) )?([\w.]+|map<\w+, [\w.]+>) (?<name>\w+) = \d+( \[.*\])?;|(?<name>[A-Z0-9_]+) = \d+( \[.*\])?;)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration();
}

using System.Runtime.InteropServices;

namespace Aspire.Hosting.Projects;

/// <summary>The dotnet program of the runtime that this program itself runs on.</summary>
internal static class DotnetHost
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var root = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory()).Parent?.Parent?.Parent?.FullName;
        var own = root is null ? name : System.IO.Path.Combine(root, name);
        return File.Exists(own) ? own : name;
    }
}

using System.Text.Json;

namespace Aspire.Hosting.Orchestration;

/// <summary>Tells other programs what runs, and the next AppHost what this one may leave behind when it is killed.</summary>
internal static class RunFile
{
    public static string PathOf(string dataRoot) => Path.Combine(dataRoot, "apphost.json");

    public static void Write(string dataRoot, RunState state) => PrivateFile.Replace(PathOf(dataRoot), JsonSerializer.Serialize(state, RunStateJson.Default.RunState));

    public static void Delete(string dataRoot) => File.Delete(PathOf(dataRoot));

    public static RunState? Read(string dataRoot)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(PathOf(dataRoot)), RunStateJson.Default.RunState);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null; // There is none, or none that this program wrote.
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aspire.Hosting.Parameters;

/// <summary>Generated secrets, in a file beside the data that they protect, readable by its owner alone.</summary>
internal sealed class SecretStore(string dataRoot)
{
    private static readonly Lock Gate = new();
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string _path = Path.Combine(dataRoot, "secrets.json");

    public string GetOrAdd(string key, Func<string> create)
    {
        lock (Gate)
        {
            var secrets = Read();
            if (secrets[key]?.GetValue<string>() is { Length: > 0 } known)
            {
                return known;
            }
            var value = create();
            secrets[key] = value;
            DataRoot.EnsureWritable(dataRoot);
            PrivateFile.Replace(_path, secrets.ToJsonString(Indented));
            return value;
        }
    }

    private JsonObject Read()
    {
        if (!File.Exists(_path))
        {
            return [];
        }
        try
        {
            return JsonNode.Parse(File.ReadAllText(_path))?.AsObject() ?? [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"The secrets in '{_path}' cannot be read: {exception.Message} Mend the file, or delete the folder '{dataRoot}' to start anew without its data.", exception);
        }
    }
}

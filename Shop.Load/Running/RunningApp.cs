using System.Text.Json;

namespace Shop.Load.Running;

/// <summary>What an AppHost tells of itself, in <c>apphost.json</c> in its data folder, for as long as it runs.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="Resources">One entry a replica.</param>
internal sealed record RunningApp(int Pid, IReadOnlyList<RunningResource> Resources)
{
    /// <summary>Whether everything that can be healthy is.</summary>
    public bool IsHealthy => Resources.Count > 0 && Resources.All(resource => resource.IsHealthy);

    /// <summary>The processes of the servers and services.</summary>
    public IReadOnlyList<int> ProcessIds => [.. Resources.Select(resource => resource.Pid).OfType<int>()];

    /// <summary>Reads it; null when no AppHost runs on this data.</summary>
    public static RunningApp? Read(string dataRoot)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(dataRoot, "apphost.json")), RunningAppJson.Default.RunningApp);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The replicas of a resource.</summary>
    public IEnumerable<RunningResource> Replicas(string resource) => Resources.Where(entry => entry.Name == resource);

    /// <summary>The address of a resource's endpoint.</summary>
    public Uri Endpoint(string resource, string endpoint) =>
        Replicas(resource).SelectMany(entry => entry.Endpoints).FirstOrDefault(entry => entry.Name == endpoint) is { } found
            ? new Uri(found.Url)
            : throw new InvalidOperationException($"The AppHost has no endpoint '{endpoint}' of '{resource}'.");
}

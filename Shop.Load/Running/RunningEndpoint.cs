namespace Shop.Load.Running;

/// <param name="Name">The endpoint's name.</param>
/// <param name="Url">Where clients reach the resource.</param>
internal sealed record RunningEndpoint(string Name, string Url);

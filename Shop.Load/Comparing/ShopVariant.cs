namespace Shop.Load.Comparing;

/// <summary>A shop that is measured.</summary>
/// <param name="Name">As it is told of, e.g. <c>with telemetry</c>.</param>
/// <param name="Environment">What its AppHost and its services see besides what is there.</param>
internal sealed record ShopVariant(string Name, IReadOnlyDictionary<string, string> Environment);

namespace Shop.Load.Chaos;

/// <summary>How the shop came back.</summary>
/// <param name="Fault">From what.</param>
/// <param name="Healthy">Until everything was healthy again.</param>
/// <param name="Selling">Until an order that was begun afterwards was confirmed.</param>
internal sealed record Recovery(Fault Fault, TimeSpan Healthy, TimeSpan Selling);

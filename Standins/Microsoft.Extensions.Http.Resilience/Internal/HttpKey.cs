namespace Microsoft.Extensions.Http.Resilience.Internal;

/// <summary>A pipeline by the name it is configured under and, where several run side by side, its instance.</summary>
internal readonly record struct HttpKey(string Name, string InstanceName);

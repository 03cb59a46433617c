namespace Shop.Load.Chaos;

/// <summary>The shop did not stand what was done to it.</summary>
public sealed class ChaosException(string message) : Exception(message);

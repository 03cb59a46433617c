namespace Shop.Load.Smoke;

/// <summary>The shop answered, but not as a shop should.</summary>
public sealed class SmokeFailedException(string message) : Exception(message);

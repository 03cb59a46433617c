namespace Shop.Load.Verify;

/// <summary>The shop has no such database, so nothing can be said about it.</summary>
public sealed class MissingDatabaseException(string database) : Exception($"this shop has no {database}");

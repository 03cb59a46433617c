namespace Shop.ServiceDefaults.Postgres;

/// <summary>The migrations of the program and of the database do not fit; somebody has to look.</summary>
public sealed class MigrationException(string message, Exception? innerException = null) : Exception(message, innerException);

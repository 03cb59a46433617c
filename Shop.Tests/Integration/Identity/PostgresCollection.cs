namespace Shop.Tests.Integration.Identities;

/// <summary>The tests that need a Postgres and nothing else.</summary>
[CollectionDefinition(PostgresServer.Collection)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>;

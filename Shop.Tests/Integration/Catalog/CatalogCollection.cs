namespace Shop.Tests.Integration.Catalog;

/// <summary>The tests on <see cref="CatalogServers"/>.</summary>
[CollectionDefinition(CatalogServers.Collection)]
public sealed class CatalogCollection : ICollectionFixture<CatalogServers>;

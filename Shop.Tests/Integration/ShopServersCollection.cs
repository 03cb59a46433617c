namespace Shop.Tests.Integration;

/// <summary>The tests on <see cref="ShopServers"/>.</summary>
[CollectionDefinition(ShopServers.Collection)]
public sealed class ShopServersCollection : ICollectionFixture<ShopServers>;

namespace Shop.Tests.Integration.Carts;

/// <summary>The tests on <see cref="CartServers"/>.</summary>
[CollectionDefinition(CartServers.Collection)]
public sealed class CartServersCollection : ICollectionFixture<CartServers>;

namespace Shop.Tests.Integration;

/// <summary>The tests that share the running shop. They do not disturb each other: each is a shopper of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ShopCollection : ICollectionFixture<ShopFixture>
{
    public const string Name = "shop";
}

namespace Shop.Tests.Security;

/// <summary>The tests in <see cref="SecurityShop"/>.</summary>
[CollectionDefinition(Name)]
public sealed class SecurityCollection : ICollectionFixture<SecurityShop>
{
    public const string Name = "security";
}

using Shop.Contracts.Types.V1;
using Shop.Gateway;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Contract;

namespace Shop.Tests.Unit.Gateway;

public sealed class ShopRoutesTests
{
    [Fact]
    public void Routes_AllRpcsOfAllContracts_AreThoseThatOutsidersMayCall()
    {
        var expected = ShopContracts.Services.SelectMany(service => service.Methods)
            .Where(method => AccessRules.Of(method) is Access.Public or Access.Caller or Access.Customer or Access.Admin)
            .Select(method => $"/{method.Service.FullName}/{method.Name}");

        ShopRoutes.Routes.Where(route => route.Metadata?.ContainsKey(ShopRoutes.AccessMetadata) == true).Select(route => route.Match.Path!).ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public void Routes_EveryOne_LeadsToACluster() =>
        ShopRoutes.Routes.Select(route => route.ClusterId).Except(ShopRoutes.Clusters.Select(cluster => cluster.ClusterId)).ShouldBeEmpty();

    [Theory]
    [InlineData("/shop.inventory.v1.InventoryService/Reserve")]
    [InlineData("/shop.inventory.v1.InventoryService/Commit")]
    [InlineData("/shop.cart.v1.CartService/MergeCart")]
    public void Routes_RpcsOfServices_AreNotThere(string path) => ShopRoutes.Routes.ShouldNotContain(route => route.Match.Path == path);
}

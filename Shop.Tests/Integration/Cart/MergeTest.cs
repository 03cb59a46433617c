using Microsoft.Extensions.DependencyInjection;
using Shop.Carts;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Carts;

/// <summary>A guest who becomes a customer, and the steps of the merge one by one.</summary>
public abstract class MergeTest(CartServers servers) : IDisposable
{
    private protected CartServers Servers { get; } = servers;

    private protected CartHost Host { get; } = servers.Cart;

    private protected CartMerge Steps { get; } = servers.Cart.Services.GetRequiredService<CartMerge>();

    private protected CartCaller Guest { get; } = servers.Cart.NewCaller();

    private protected CartCaller Customer { get; } = servers.Cart.NewCaller(Roles.Customer);

    private protected CartCaller Identity { get; } = servers.Cart.NewCaller(Roles.Service, "identity");

    /// <summary>Sold by nobody else.</summary>
    private protected string Sku { get; } = servers.Cart.NewSku();

    /// <summary>The id of the request to merge.</summary>
    private protected string RequestId { get; } = CartCaller.NewId();

    public void Dispose()
    {
        Guest.Dispose();
        Customer.Dispose();
        Identity.Dispose();
        GC.SuppressFinalize(this);
    }
}

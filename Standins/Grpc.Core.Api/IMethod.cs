namespace Grpc.Core;

public interface IMethod
{
    MethodType Type { get; }

    /// <summary>With its package, without a slash: <c>shop.cart.v1.CartService</c>.</summary>
    string ServiceName { get; }

    string Name { get; }

    /// <summary>As on the wire: <c>/service/method</c>.</summary>
    string FullName { get; }
}

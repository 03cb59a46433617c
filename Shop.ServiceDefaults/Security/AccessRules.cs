using System.Collections.Concurrent;
using Google.Protobuf.Reflection;
using Shop.Contracts.Types.V1;

namespace Shop.ServiceDefaults.Security;

/// <summary>Who may call which rpc, read from the <c>access</c> option that each rpc states in its proto.</summary>
public sealed class AccessRules
{
    private readonly ConcurrentDictionary<string, Access> _byMethod = new(StringComparer.Ordinal);

    /// <summary>Makes the rpcs of a service known.</summary>
    public void Add(ServiceDescriptor service)
    {
        foreach (var method in service.Methods)
        {
            _byMethod[$"/{service.FullName}/{method.Name}"] = Of(method);
        }
    }

    /// <summary>Who may call the rpc.</summary>
    /// <param name="method">The full name as on the wire, e.g. <c>/shop.order.v1.OrderService/GetOrder</c>.</param>
    /// <returns><see cref="Access.Unspecified"/>, nobody, for an rpc that states nothing or is unknown.</returns>
    public Access Of(string method) => _byMethod.GetValueOrDefault(method);

    /// <summary>What the rpc itself states.</summary>
    public static Access Of(MethodDescriptor method) => method.GetOptions()?.GetExtension(AccessExtensions.Access) ?? Access.Unspecified;
}

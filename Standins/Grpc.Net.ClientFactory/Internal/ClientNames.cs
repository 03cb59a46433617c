using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>Which client type has which name; kept in the service collection, so that a clash is told where it is made.</summary>
internal sealed class ClientNames
{
    private readonly Dictionary<string, Type> _clients = new(StringComparer.Ordinal);

    public static ClientNames Of(IServiceCollection services)
    {
        if (Find(services) is { } existing) return existing;
        var names = new ClientNames();
        services.AddSingleton(names);
        return names;
    }

    public static ClientNames? Find(IServiceCollection services) =>
        services.FirstOrDefault(service => service.ServiceType == typeof(ClientNames))?.ImplementationInstance as ClientNames;

    public bool Contains(string name) => _clients.ContainsKey(name);

    public void Add(string name, Type client)
    {
        if (_clients.TryAdd(name, client) || _clients[name] == client) return;
        throw new InvalidOperationException(
            $"The gRPC client factory already has a registered client with the name '{name}', bound to the type '{_clients[name].FullName}'. " +
            "A client's name is its type's, without the namespace: give one of them another name, as in services.AddGrpcClient<MyClient>(\"MyName\").");
    }
}

using RabbitMQ.Client;

namespace Shop.ServiceDefaults.Messaging;

/// <summary>A message on its way to the broker.</summary>
/// <param name="Exchange">Where it is published; empty for the exchange that knows every queue by its name.</param>
/// <param name="RoutingKey">Whom it reaches.</param>
/// <param name="Mandatory">Whether the broker refuses it when it reaches no queue.</param>
/// <param name="Properties">Id, type and headers.</param>
/// <param name="Body">The protobuf message.</param>
internal sealed record Publication(string Exchange, string RoutingKey, bool Mandatory, BasicProperties Properties, ReadOnlyMemory<byte> Body);

using Google.Protobuf;
using Shop.Contracts.Order.V1;

namespace Shop.Orders;

/// <summary>What becomes of an order: its next version, and what the shop is told of it.</summary>
internal sealed record OrderDecision(Order Order, params IReadOnlyList<IMessage> Events);

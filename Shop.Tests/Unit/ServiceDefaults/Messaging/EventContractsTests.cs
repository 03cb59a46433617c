using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Unit.ServiceDefaults.Messaging;

public sealed class EventContractsTests
{
    [Fact]
    public void ConsumersOf_Event_AreThoseItsContractNames() =>
        EventContracts.ConsumersOf(OrderPlaced.Descriptor).ShouldBe(["cart", "payment"], ignoreOrder: true);

    [Fact]
    public void ConsumersOf_MessageWithoutOptions_AreNone() => EventContracts.ConsumersOf(StringValue.Descriptor).ShouldBeEmpty();

    [Fact]
    public void PublishedBy_Service_IsItsPackage()
    {
        var published = EventContracts.PublishedBy("order").ToList();

        published.ShouldContain((OrderCancelled.Descriptor, "inventory"));
        published.ShouldAllBe(pair => pair.Event.FullName.StartsWith("shop.order.v1.", StringComparison.Ordinal));
        EventContracts.PublishedBy("nobody").ShouldBeEmpty();
    }
}

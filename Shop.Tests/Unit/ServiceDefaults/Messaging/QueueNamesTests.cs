using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Payment.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Tests.Unit.ServiceDefaults.Messaging;

public sealed class QueueNamesTests
{
    [Fact]
    public void Of_Message_IsServiceAndMessageInKebabCase()
    {
        QueueNames.Of("order", PaymentAuthorized.Descriptor).ShouldBe("order.payment-authorized");
        QueueNames.Of("cart", Int64Value.Descriptor).ShouldBe("cart.int64-value");
    }

    [Fact]
    public void Dead_Queue_HasASuffix() => QueueNames.Dead("order.payment-authorized").ShouldBe("order.payment-authorized.dead");

    [Theory]
    [InlineData(250, "order.wait.250ms")]
    [InlineData(1_000, "order.wait.1s")]
    [InlineData(30_000, "order.wait.30s")]
    [InlineData(90_000, "order.wait.90s")]
    [InlineData(120_000, "order.wait.2m")]
    public void Wait_Delay_IsInItsName(int milliseconds, string name) =>
        QueueNames.Wait("order", TimeSpan.FromMilliseconds(milliseconds)).ShouldBe(name);
}

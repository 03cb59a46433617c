using Shop.Contracts.Payment.V1;
using Shop.Orders;

namespace Shop.Tests.Unit.Orders;

public sealed class ResolutionsTests
{
    [Theory]
    [InlineData(PaymentState.Authorized, "GoOn", "GoOn")]
    [InlineData(PaymentState.Captured, "GoOn", "GoOn")]
    [InlineData(PaymentState.Declined, "Decline", "Decline")]
    [InlineData(PaymentState.Pending, "Wait", "TimeOut")]
    [InlineData(PaymentState.Unspecified, "Wait", "TimeOut")]
    [InlineData(PaymentState.Voided, "TimeOut", "TimeOut")]
    [InlineData(PaymentState.Refunded, "TimeOut", "TimeOut")]
    public void Decide_WhatPaymentSays_BeforeAndAfterTheDeadline(PaymentState payment, string before, string after)
    {
        Resolutions.Decide(payment, isOver: false).ToString().ShouldBe(before);
        Resolutions.Decide(payment, isOver: true).ToString().ShouldBe(after);
    }
}

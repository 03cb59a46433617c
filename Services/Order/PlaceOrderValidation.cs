using Shop.Contracts.Order.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Orders;

/// <summary>What a PlaceOrder request must be, before anybody is asked about it.</summary>
internal static class PlaceOrderValidation
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT with all violations.</exception>
    public static void Validate(PlaceOrderRequest request)
    {
        var violations = new Violations()
            .RequireUuid(request.RequestId, "request_id")
            .RequireText(request.PaymentToken, "payment_token", 1, 255)
            .Require(!LooksLikeCardNumber(request.PaymentToken), "payment_token", "must be the provider's token, never a card number")
            .Require(request.ExpectedTotal is { MinorUnits: >= 0, CurrencyCode.Length: 3 }, "expected_total", "must be an amount in a currency")
            .Require(request.Address is not null, "address", "must be given");
        if (request.Address is { } address)
        {
            ValidateAddress(address, violations);
        }

        violations.ThrowIfAny();
    }

    private static void ValidateAddress(PostalAddress address, Violations violations)
    {
        violations
            .RequireText(address.Recipient, "address.recipient", 1, 100)
            .Require(address.Lines.Count is >= 1 and <= 5, "address.lines", "must be 1 to 5 lines")
            .RequireText(address.PostalCode, "address.postal_code", 0, 20)
            .RequireText(address.Locality, "address.locality", 1, 100)
            .RequireText(address.Region, "address.region", 0, 100)
            .Require(address.CountryCode.Length == 2 && address.CountryCode.All(char.IsAsciiLetterUpper), "address.country_code", "must be two upper-case letters")
            .RequireText(address.PhoneNumber, "address.phone_number", 0, 20);
        for (var i = 0; i < address.Lines.Count; i++)
        {
            violations.RequireText(address.Lines[i], $"address.lines[{i}]", 1, 100);
        }
    }

    private static bool LooksLikeCardNumber(string token) =>
        token.Count(char.IsAsciiDigit) is >= 12 and <= 19 && token.All(character => char.IsAsciiDigit(character) || character is ' ' or '-');
}

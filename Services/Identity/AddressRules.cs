using Shop.Contracts.Identity.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Identity;

/// <summary>What an address has to be, and how a change of one is applied.</summary>
internal static class AddressRules
{
    private const int LongestText = 100;
    private const int LongestPostalCode = 20;
    private const int LongestLabel = 50;
    private const int LongestPhoneNumber = 16;
    private const int MaxLines = 5;
    private static readonly string[] Changeable = ["label", "address", "preferred"];

    public static void Validate(CreateAddressRequest request)
    {
        var violations = RequestRules.Id(request.RequestId).Require(request.Address is not null, "address", "must be given");
        if (request.Address is { } address)
        {
            violations.RequireText(address.Label, "address.label", 0, LongestLabel);
            Validate(address.Address_, violations);
        }

        violations.ThrowIfAny();
    }

    public static void Validate(UpdateAddressRequest request)
    {
        var violations = RequestRules.Id(request.RequestId)
            .RequireUuid(request.Address?.AddressId ?? "", "address.address_id")
            .Require(request.UpdateMask is { Paths.Count: > 0 } && request.UpdateMask.Paths.All(Changeable.Contains), "update_mask", "must name label, address or preferred");
        if (request is { Address: { } address, UpdateMask: { } mask })
        {
            violations.RequireText(address.Label, "address.label", 0, LongestLabel);
            if (mask.Paths.Contains("address"))
            {
                Validate(address.Address_, violations);
            }
        }

        violations.ThrowIfAny();
    }

    public static void Apply(UpdateAddressRequest request, Address address)
    {
        foreach (var path in request.UpdateMask.Paths)
        {
            switch (path)
            {
                case "label":
                    address.Label = request.Address.Label;
                    break;
                case "address":
                    address.Address_ = request.Address.Address_;
                    break;
                default:
                    address.Preferred = request.Address.Preferred;
                    break;
            }
        }
    }

    private static void Validate(PostalAddress? address, Violations violations)
    {
        if (address is null)
        {
            violations.Require(holds: false, "address.address", "must be given");
            return;
        }

        violations
            .RequireText(address.Recipient, "address.address.recipient", 1, LongestText)
            .Require(address.Lines.Count is >= 1 and <= MaxLines, "address.address.lines", $"must be 1 to {MaxLines} lines")
            .RequireText(address.PostalCode, "address.address.postal_code", 0, LongestPostalCode)
            .RequireText(address.Locality, "address.address.locality", 1, LongestText)
            .RequireText(address.Region, "address.address.region", 0, LongestText)
            .Require(address.CountryCode.Length == 2 && address.CountryCode.All(char.IsAsciiLetterUpper), "address.address.country_code", "must be two upper-case letters, ISO 3166-1")
            .Require(IsPhoneNumber(address.PhoneNumber), "address.address.phone_number", "must be a number in E.164 form, or empty");
        for (var i = 0; i < Math.Min(address.Lines.Count, MaxLines); i++)
        {
            violations.RequireText(address.Lines[i], $"address.address.lines[{i}]", 1, LongestText);
        }
    }

    private static bool IsPhoneNumber(string text) =>
        text.Length == 0 || (text.Length is >= 3 and <= LongestPhoneNumber && text[0] == '+' && text[1] is >= '1' and <= '9' && text.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0);
}

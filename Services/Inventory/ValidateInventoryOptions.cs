using Microsoft.Extensions.Options;

namespace Shop.Inventory;

/// <summary>Stops the start on locations that cannot be, rather than the first call.</summary>
internal sealed class ValidateInventoryOptions : IValidateOptions<InventoryOptions>
{
    public ValidateOptionsResult Validate(string? name, InventoryOptions options) =>
        options.Complaint() is { } complaint ? ValidateOptionsResult.Fail($"Configuration section Inventory: {complaint}") : ValidateOptionsResult.Success;
}

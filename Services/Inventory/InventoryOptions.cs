namespace Shop.Inventory;

/// <summary>What operators decide. Configuration section <c>Inventory</c>.</summary>
internal sealed class InventoryOptions
{
    /// <summary>
    /// The locations that stock lies at, <c>main</c> among them. One that is added here, in appsettings or as
    /// <c>Inventory__Locations__2__Id</c>, exists from the next start on; one that is taken away stays as long as it has stock.
    /// </summary>
    public IReadOnlyList<LocationOptions> Locations { get; set; } = [];

    /// <summary>How often what somebody watches is looked at again, though no message tells of a change: messages may be lost with the broker.</summary>
    public TimeSpan WatchRefresh { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What is wrong with the locations; null when nothing is.</summary>
    public string? Complaint() => this switch
    {
        _ when Locations.FirstOrDefault(location => !RequestRules.IsLocation(location.Id)) is { } wrong => $"'{wrong.Id}' is no location: must be a-z, then up to 62 of a-z 0-9 -.",
        _ when Locations.CountBy(location => location.Id, StringComparer.Ordinal).FirstOrDefault(entry => entry.Value > 1).Key is { } twice => $"Location '{twice}' is there twice.",
        _ when Locations.All(location => location.Id != RequestRules.DefaultLocation) => $"The default location '{RequestRules.DefaultLocation}' is missing.",
        _ when WatchRefresh <= TimeSpan.Zero => "WatchRefresh must be more than nothing.",
        _ => null,
    };
}

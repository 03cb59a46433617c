namespace Shop.Inventory;

/// <summary>A place where stock lies.</summary>
internal sealed class LocationOptions
{
    /// <summary>Its id: <c>[a-z][a-z0-9-]{0,62}</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>Orders are served from the lowest first.</summary>
    public int Priority { get; set; }
}

namespace Shop.Carts;

/// <summary>The operations of <c>change.lua</c>.</summary>
internal static class CartOperations
{
    public const string Add = "add";
    public const string Set = "set";
    public const string Remove = "remove";
    public const string RemoveSaved = "remove-saved";
    public const string Clear = "clear";
    public const string Save = "save";
    public const string Unsave = "unsave";
}

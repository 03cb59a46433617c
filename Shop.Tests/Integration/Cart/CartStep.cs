namespace Shop.Tests.Integration.Carts;

/// <summary>One step of a random run: an operation of <c>change.lua</c>, or one of those below.</summary>
internal sealed record CartStep(string Operation, string Sku, int Quantity)
{
    /// <summary>The last change again, under the same request id.</summary>
    public const string Repeat = "repeat";

    /// <summary>The cart is ordered as it is; nobody is told yet.</summary>
    public const string PlaceOrder = "place-order";

    /// <summary>One of the orders, the oldest that was not told, or the last one again, is told of.</summary>
    public const string TellOrder = "tell-order";

    /// <summary>Another cart of two lines is merged into it, and then once more.</summary>
    public const string Merge = "merge";
}

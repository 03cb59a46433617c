namespace Shop.Load.Verify;

/// <summary>The databases of the shop that hold what is promised.</summary>
internal static class Databases
{
    public const string Catalog = "catalogdb";
    public const string Inventory = "inventorydb";
    public const string Order = "orderdb";
    public const string Payment = "paymentdb";
    public const string Identity = "identitydb";

    /// <summary>The test provider's own: what really happened to the money.</summary>
    public const string Provider = "providerdb";

    /// <summary>
    /// All of them, in the order in which they are looked at: an effect before its cause. So a charge that is seen has an order that
    /// is seen, however busy the shop is.
    /// </summary>
    public static readonly IReadOnlyList<string> All = [Provider, Payment, Inventory, Catalog, Identity, Order];

    /// <summary>Those whose service publishes.</summary>
    public static readonly IReadOnlyList<string> WithOutbox = [Catalog, Identity, Inventory, Order, Payment];
}

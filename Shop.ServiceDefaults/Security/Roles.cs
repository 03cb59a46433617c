namespace Shop.ServiceDefaults.Security;

/// <summary>The values of a token's <c>role</c> claim.</summary>
public static class Roles
{
    /// <summary>Somebody who has not signed in.</summary>
    public const string Guest = "guest";

    /// <summary>Somebody who has an account and has signed in.</summary>
    public const string Customer = "customer";

    /// <summary>Somebody who runs the shop.</summary>
    public const string Admin = "admin";

    /// <summary>Another service of the shop, acting for itself.</summary>
    public const string Service = "service";
}

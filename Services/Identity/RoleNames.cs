using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>Roles as the contract has them, and as tokens and accounts name them.</summary>
internal static class RoleNames
{
    public static Role Of(string name) => name switch
    {
        Roles.Guest => Role.Guest,
        Roles.Customer => Role.Customer,
        Roles.Admin => Role.Admin,
        _ => Role.Unspecified,
    };
}

using Shop.Contracts.Identity.V1;

namespace Shop.Identity;

/// <summary>The Identity service as its contract states it.</summary>
internal sealed partial class IdentityGrpc : IdentityService.IdentityServiceBase
{
}

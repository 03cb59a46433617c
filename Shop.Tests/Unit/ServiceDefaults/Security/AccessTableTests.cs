using Grpc.Core;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Contract;

namespace Shop.Tests.Unit.ServiceDefaults.Security;

/// <summary>Walks all rpcs of the shop with every kind of caller.</summary>
public sealed class AccessTableTests
{
    private static readonly string?[] Everybody = [null, Roles.Guest, Roles.Customer, Roles.Admin, Roles.Service, "somebody"];

    public static TheoryData<string, Access> Rpcs
    {
        get
        {
            var rpcs = new TheoryData<string, Access>();
            foreach (var rpc in ShopContracts.Rpcs)
            {
                rpcs.Add($"/{rpc.Service.FullName}/{rpc.Name}", AccessRules.Of(rpc));
            }

            return rpcs;
        }
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public void Authorize_EveryKindOfCaller_IsLetInAsTheRpcSays(string method, Access access)
    {
        var rules = new AccessRules();
        foreach (var service in ShopContracts.Services)
        {
            rules.Add(service);
        }

        var allowed = access switch
        {
            Access.Public => Everybody,
            Access.Caller => [Roles.Guest, Roles.Customer, Roles.Admin],
            Access.Customer => [Roles.Customer, Roles.Admin],
            Access.Admin => [Roles.Admin],
            Access.Service => [Roles.Service],
            _ => [],
        };
        access.ShouldNotBe(Access.Unspecified);
        Everybody.Where(role => IsLetIn(rules, method, role)).ShouldBe(allowed);
    }

    [Fact]
    public void Authorize_RpcThatStatesNothingOrIsUnknown_IsClosedToEverybody() =>
        Everybody.Where(role => IsLetIn(new AccessRules(), "/shop.test.v1.TestService/Unknown", role)).ShouldBeEmpty();

    private static bool IsLetIn(AccessRules rules, string method, string? role)
    {
        try
        {
            new AccessInterceptor(rules, TimeProvider.System).Authorize(method, role is null ? null : new Caller("id", role), hasToken: role is not null);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied)
        {
            return false;
        }
    }
}

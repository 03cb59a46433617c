using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Security;
using Shop.Tests.Contract;
using Xunit.Abstractions;

namespace Shop.Tests.Security;

/// <summary>
/// Every rpc of every service with every kind of caller, straight at the service and through the gateway: each gets as far as the
/// rpc's own option says. A service that is new is in it by itself. The tables are docs/access.md; SHOP_PROMISE_ACCESS=true writes it.
/// </summary>
[Collection(SecurityCollection.Name)]
public sealed class AccessMatrixTests(SecurityShop shop, ITestOutputHelper output)
{
    private const string OtherCustomer = "other customer";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly string Document = Path.GetFullPath(Path.Combine(ProtoSources.Folder, "../docs/access.md"));

    private readonly Dictionary<string, string> _resources = new() { ["order_id"] = shop.Order.OrderId, ["address_id"] = shop.AddressId.ToString() };

    // Name, role (null: nobody, "": none of ours), token.
    private List<(string Name, string? Role, string? Token)> Callers =>
    [
        ("no token", null, null),
        .. shop.Tokens.Bad.Select(bad => (bad.Key, (string?)"", (string?)bad.Value)),
        ("guest", Roles.Guest, shop.Tokens.Guest),
        ("customer", Roles.Customer, shop.Tokens.Customer),
        (OtherCustomer, Roles.Customer, shop.Tokens.OtherCustomer),
        ("admin", Roles.Admin, shop.Tokens.Admin),
        ("service", Roles.Service, shop.Tokens.Service),
    ];

    [Fact]
    public async Task EveryRpc_EveryCaller_GetsAsFarAsDeclared()
    {
        var callers = Callers;
        var names = callers.ConvertAll(caller => caller.Name);
        var direct = new AccessMatrix("Straight at the service", names);
        var outside = new AccessMatrix("Through the gateway", names);
        var differences = new List<string>();
        foreach (var rpc in ShopContracts.Rpcs.OrderBy(rpc => rpc.FullName, StringComparer.Ordinal))
        {
            direct.Add(rpc, await RowAsync(rpc, shop.Direct(AnyRpc.ServiceOf(rpc)).CreateCallInvoker(), callers, throughGateway: false, differences));
            outside.Add(rpc, await RowAsync(rpc, shop.Through("native").CreateCallInvoker(), callers, throughGateway: true, differences));
        }

        var text = $"{Preface}\n{direct}\n{outside}".ReplaceLineEndings("\n");
        output.WriteLine(text);
        differences.ShouldBeEmpty();
        if (Environment.GetEnvironmentVariable("SHOP_PROMISE_ACCESS") == "true")
        {
            await File.WriteAllTextAsync(Document, text);
        }

        (await File.ReadAllTextAsync(Document)).ShouldBe(text, "docs/access.md tells something else; SHOP_PROMISE_ACCESS=true writes it anew");
    }

    private async Task<IReadOnlyList<string>> RowAsync(
        MethodDescriptor rpc, CallInvoker invoker, List<(string Name, string? Role, string? Token)> callers, bool throughGateway, List<string> differences)
    {
        var outcomes = await Task.WhenAll(callers.Select(caller => AnyRpc.CallAsync(
            invoker, rpc, RequestOf(rpc, caller.Name), caller.Token is null ? null : $"Bearer {caller.Token}", Limit)));
        var cells = new List<string>();
        foreach (var (caller, outcome) in callers.Zip(outcomes))
        {
            var access = AccessRules.Of(rpc);
            // What is not built yet has nothing to find.
            var declared = caller.Name == OtherCustomer && NamesAResource(rpc) && outcome.Code != StatusCode.Unimplemented ? AccessMatrix.NotYours : AccessMatrix.Declared(access, caller.Role, throughGateway);
            var observed = AccessMatrix.Observed(outcome, asNewGuest: throughGateway && access == Access.Caller && caller.Token is null);
            if (observed != declared)
            {
                differences.Add($"{rpc.FullName}, {caller.Name}, {(throughGateway ? "through the gateway" : "direct")}: {observed} ({outcome}: {outcome.Detail}), declared {declared}");
            }

            cells.Add(observed);
        }

        return cells;
    }

    // Empty, so that nothing happens to the shop: who gets in is told what is missing. Only the stranger names something that exists.
    private IMessage RequestOf(MethodDescriptor rpc, string caller)
    {
        var request = AnyRpc.EmptyRequest(rpc);
        if (caller == OtherCustomer && NamesAResource(rpc))
        {
            rpc.InputType.FindFieldByName("request_id")?.Accessor.SetValue(request, Guid.NewGuid().ToString());
            foreach (var field in ResourceFields(rpc))
            {
                field.Accessor.SetValue(request, _resources.GetValueOrDefault(field.Name) ?? throw new InvalidOperationException($"{rpc.FullName} names a {field.Name}: this test needs one of another customer."));
            }
        }

        else if (rpc.IsServerStreaming && rpc.InputType.Fields.InDeclarationOrder().FirstOrDefault(field => field.FieldType == FieldType.String) is { } text)
        {
            // A stream that is let in may have nothing to tell for hours.
            if (text.IsRepeated)
            {
                ((System.Collections.IList)text.Accessor.GetValue(request)).Add("?");
            }
            else
            {
                text.Accessor.SetValue(request, "?");
            }
        }

        return request;
    }

    private static bool NamesAResource(MethodDescriptor rpc) => AccessRules.Of(rpc) is Access.Caller or Access.Customer && ResourceFields(rpc).Any();

    private static IEnumerable<FieldDescriptor> ResourceFields(MethodDescriptor rpc) => rpc.InputType.Fields.InDeclarationOrder()
        .Where(field => field is { FieldType: FieldType.String, IsRepeated: false } && field.Name.EndsWith("_id", StringComparison.Ordinal) && field.Name != "request_id");

    private static string Preface =>
        $"""
        # Who may call what

        Every rpc with every kind of caller, as a test found it in a running shop (`Shop.Tests/Security/AccessMatrixTests.cs`, which compares it with
        what each rpc states in its proto, and with this page). The bad tokens all claim to be an administrator's.

        `{AccessMatrix.In}` let in, `{AccessMatrix.NewGuest}` let in as a new guest, `{AccessMatrix.Unknown}` UNAUTHENTICATED, `{AccessMatrix.Denied}` PERMISSION_DENIED, `{AccessMatrix.NotYours}` NOT_FOUND because it is
        somebody else's, `{AccessMatrix.NoRoute}` not reachable (UNIMPLEMENTED). What is for everybody serves a bad token as nobody.

        """;
}

using Grpc.Core;
using Shop.Contracts.Rpc;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Integration.Carts;

/// <summary>Every field of every rpc with what does not belong there.</summary>
[Collection(CartServers.Collection)]
public sealed class BadInputTests(CartServers servers) : IDisposable
{
    private static readonly string[] NoSkus = ["", " ", new('A', 65), "A\0B", "A\nB", "A B", "ä", "'; DROP TABLE carts; --", "<script>alert(1)</script>", "q:x", "cart:{x}", "../x"];
    private static readonly string[] NoUuids = ["", "1", new('a', 5000), "{00000000-0000-0000-0000-000000000001}", "00000000-0000-0000-0000-000000000001\n", " 00000000-0000-0000-0000-000000000001", "' OR 1=1 --"];
    private static readonly string[] NoOwners = ["", new('a', 129), "a\0b", "a}b", "{}", "a b", "' OR 1=1 --", "<script>"];

    private readonly CartCaller _shopper = servers.Cart.NewCaller();
    private readonly CartCaller _identity = servers.Cart.NewCaller(Roles.Service, "identity");

    [Fact]
    public async Task AnyRpc_NoSku_NamesTheField()
    {
        foreach (var sku in NoSkus)
        {
            await ShouldNameAsync("sku", _shopper.AddAsync(sku), _shopper.SetAsync(sku, 1), _shopper.RemoveAsync(sku), _shopper.RemoveAsync(sku, saved: true), _shopper.SaveAsync(sku), _shopper.MoveAsync(sku));
        }
    }

    [Fact]
    public async Task AnyRpc_NoRequestId_NamesTheField()
    {
        foreach (var id in NoUuids)
        {
            await ShouldNameAsync(
                "request_id", _shopper.AddAsync("A", 1, id), _shopper.SetAsync("A", 1, id), _shopper.RemoveAsync("A", saved: false, id), _shopper.ClearAsync(id),
                _shopper.SaveAsync("A", id), _shopper.MoveAsync("A", id), _identity.MergeAsync("guest", "customer", id));
        }
    }

    [Fact]
    public async Task AnyRpc_EtagTooLong_NamesTheField()
    {
        var id = CartCaller.NewId();
        var etag = new string('1', 65);

        await ShouldNameAsync(
            "etag", _shopper.AddAsync("A", 1, id, etag), _shopper.SetAsync("A", 1, id, etag), _shopper.RemoveAsync("A", saved: false, id, etag), _shopper.ClearAsync(id, etag),
            _shopper.SaveAsync("A", id, etag), _shopper.MoveAsync("A", id, etag));
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public async Task AnyRpc_QuantityOutOfRange_NamesTheField(int quantity) =>
        await ShouldNameAsync("quantity", _shopper.AddAsync("A", quantity), _shopper.SetAsync("A", quantity));

    [Fact]
    public async Task AddItem_NoPieces_NamesTheField() => await ShouldNameAsync("quantity", _shopper.AddAsync("A", 0));

    [Fact]
    public async Task MergeCart_NoOwner_NamesTheField()
    {
        foreach (var owner in NoOwners)
        {
            await ShouldNameAsync("guest_owner_id", _identity.MergeAsync(owner, "customer"));
            await ShouldNameAsync("customer_owner_id", _identity.MergeAsync("guest", owner));
        }

        await ShouldNameAsync("customer_owner_id", _identity.MergeAsync("guest", "guest"));
    }

    [Fact]
    public async Task AddItem_EverythingWrong_NamesEveryField()
    {
        var refusal = await _shopper.AddAsync("", 0, "1", new string('1', 65)).ShouldFailAsync(StatusCode.InvalidArgument, "INVALID_FIELD");

        FieldsOf(refusal).ShouldBe(["request_id", "etag", "sku", "quantity"], ignoreOrder: true);
    }

    [Fact]
    public async Task AnyRpc_ByAService_IsRefused()
    {
        foreach (var call in (Task[])[_identity.GetAsync(), _identity.AddAsync("A"), _identity.SetAsync("A", 1), _identity.RemoveAsync("A"), _identity.ClearAsync(), _identity.SaveAsync("A"), _identity.MoveAsync("A")])
        {
            await call.ShouldFailAsync(StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
        }
    }

    public void Dispose()
    {
        _shopper.Dispose();
        _identity.Dispose();
    }

    private static async Task ShouldNameAsync(string field, params Task[] calls)
    {
        foreach (var call in calls)
        {
            FieldsOf(await call.ShouldFailAsync(StatusCode.InvalidArgument, "INVALID_FIELD")).ShouldBe([field]);
        }
    }

    private static IEnumerable<string> FieldsOf(RpcException refusal) => ShopErrors.DetailOf<BadRequest>(refusal)!.FieldViolations.Select(violation => violation.Field);
}

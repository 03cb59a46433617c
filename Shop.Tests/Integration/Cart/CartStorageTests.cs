using Shop.ServiceDefaults.Security;
using StackExchange.Redis;

namespace Shop.Tests.Integration.Carts;

/// <summary>How carts lie in Redis: in which slot, how long, and what of them grows.</summary>
[Collection(CartServers.Collection)]
public sealed class CartStorageTests(CartServers servers)
{
    private readonly CartHost _shop = servers.Cart;
    private readonly IDatabase _redis = servers.Redis.Connection.GetDatabase();

    [Theory]
    [InlineData(Roles.Guest, 30)]
    [InlineData(Roles.Customer, 90)]
    [InlineData(Roles.Admin, 90)]
    public async Task Expiry_AnyCall_SlidesAsTheAnswerSays(string role, int days)
    {
        using var shopper = _shop.NewCaller(role);
        await shopper.AddAsync(_shop.NewSku());
        await _redis.KeyExpireAsync(Key(shopper), TimeSpan.FromMinutes(1));

        var cart = await shopper.GetAsync();

        var life = await _redis.KeyTimeToLiveAsync(Key(shopper));
        life!.Value.ShouldBeInRange(TimeSpan.FromDays(days) - TimeSpan.FromMinutes(1), TimeSpan.FromDays(days) + TimeSpan.FromHours(1));
        (cart.ExpireTime.ToDateTimeOffset() - _shop.Time.GetUtcNow()).ShouldBeInRange(TimeSpan.FromDays(days) - TimeSpan.FromMinutes(1), TimeSpan.FromDays(days));
    }

    [Fact]
    public async Task GetCart_TouchedAMomentAgo_WritesNothing()
    {
        using var shopper = _shop.NewCaller();
        await shopper.AddAsync(_shop.NewSku());
        await shopper.GetAsync();
        var before = await _redis.KeyTimeToLiveAsync(Key(shopper));

        await shopper.GetAsync();

        (await _redis.KeyTimeToLiveAsync(Key(shopper))).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(before!.Value);
    }

    [Fact]
    public async Task Etag_OfACartThatWasGone_IsNeverUsedAgain()
    {
        using var shopper = _shop.NewCaller();
        var sku = _shop.NewSku();
        var etags = new List<string> { (await shopper.GetAsync()).Etag, (await shopper.AddAsync(sku)).Etag, (await shopper.AddAsync(sku)).Etag };
        await _redis.KeyDeleteAsync(Key(shopper));
        _shop.Time.Advance(TimeSpan.FromDays(31));

        etags.AddRange([(await shopper.AddAsync(sku)).Etag, (await shopper.AddAsync(sku)).Etag]);

        etags.ShouldBeUnique();
    }

    [Fact]
    public async Task Keys_AllOfOneOwner_LieInOneSlot()
    {
        using var shopper = _shop.NewCaller();
        var sku = _shop.NewSku();
        await shopper.AddAsync(sku);
        await shopper.SaveAsync(sku);

        var server = servers.Redis.Connection.GetServers().Single();
        var keys = await server.KeysAsync(pattern: $"*{shopper.Id}*").ToListAsync();

        keys.Count.ShouldBe(3);
        keys.Select(key => servers.Redis.Connection.HashSlot(key)).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Cart_LinesComeAndGoWithoutEnd_StaysSmall()
    {
        using var shopper = _shop.NewCaller();
        for (var i = 0; i < 110; i++)
        {
            var sku = _shop.NewSku();
            await shopper.AddAsync(sku, 2);
            await shopper.SetAsync(sku, 1);
            await shopper.RemoveAsync(sku);
        }

        (await _redis.HashLengthAsync(Key(shopper))).ShouldBeLessThan(10);
        var size = (await _redis.HashGetAllAsync(Key(shopper))).Sum(field => field.Value.ToString().Length);
        size.ShouldBeLessThan(100 * 80);
    }

    private static RedisKey Key(CartCaller shopper) => $"cart:{{{shopper.Id}}}";
}

using Google.Protobuf;
using Grpc.Core;
using Shop.Contracts.Cart.V1;
using StackExchange.Redis;

namespace Shop.Load.Carts;

/// <summary>The least that an AddItem can be: a gRPC method that runs the script of the cart and answers a prepared message of the same size.</summary>
internal sealed class BareCart(IDatabase redis, Cart answer) : CartService.CartServiceBase
{
    /// <summary>Environment: the connection string of Redis, and the answer as base64.</summary>
    public const string RedisVariable = "SHOP_BARE_REDIS";
    public const string AnswerVariable = "SHOP_BARE_ANSWER";

    /// <summary>Names whose cart it is, as the token does for the service.</summary>
    public const string OwnerHeader = "owner";

    private const string Listing = """{"ProductId":"0192f0c1-0000-7000-8000-000000000000","Slug":"any-day-tee","Name":"Any Day Tee","ImageUrl":"/images/any-day-tee-white.svg","Currency":"EUR","Price":2490,"Options":[{"Name":"Colour","Value":"White"},{"Name":"Size","Value":"M"}]}""";
    private static readonly string Script = Text("lines") + Text("change");

    /// <summary>As its process makes it, from the environment.</summary>
    public static async Task<BareCart> ConnectAsync()
    {
        var redis = await ConnectionMultiplexer.ConnectAsync(Environment.GetEnvironmentVariable(RedisVariable)!);
        return new BareCart(redis.GetDatabase(), Cart.Parser.ParseFrom(Convert.FromBase64String(Environment.GetEnvironmentVariable(AnswerVariable)!)));
    }

    public override async Task<Cart> AddItem(AddItemRequest request, ServerCallContext context)
    {
        var cart = $"cart:{{{context.RequestHeaders.GetValue(OwnerHeader)}}}";
        await redis.ScriptEvaluateAsync(
            Script,
            [cart, $"{cart}:request:{request.RequestId}"],
            [
                "add", "HNpbmdsZSByZXF1ZXN0LCBoYXNoZWQgdG8gMzIgYnl0ZXM=", "", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 2_592_000_000, 86_400_000,
                request.Sku, request.Quantity, 999, 100, Listing, "EUR", 2490,
            ]);
        return answer;
    }

    public static IReadOnlyDictionary<string, string> EnvironmentOf(string redis, Cart answer) =>
        new Dictionary<string, string> { [RedisVariable] = redis, [AnswerVariable] = Convert.ToBase64String(answer.ToByteArray()) };

    private static string Text(string name)
    {
        using var stream = typeof(BareCart).Assembly.GetManifestResourceStream($"{name}.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

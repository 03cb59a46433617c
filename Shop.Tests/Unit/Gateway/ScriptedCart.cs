using Grpc.Core;
using Shop.Contracts.Cart.V1;

namespace Shop.Tests.Unit.Gateway;

/// <summary>A cart whose answers a test sets; it keeps the tokens that came with the calls.</summary>
internal sealed class ScriptedCart : CartService.CartServiceBase
{
    public List<string?> Tokens { get; } = [];

    public Func<GetCartRequest, ServerCallContext, Task<Cart>> Get { get; set; } = (_, context) => Task.FromResult(new Cart { OwnerId = Shop.ServiceDefaults.Security.Caller.Of(context).Id });

    public override Task<Cart> GetCart(GetCartRequest request, ServerCallContext context)
    {
        Tokens.Add(context.RequestHeaders.GetValue("authorization"));
        return Get(request, context);
    }

    public override Task<Cart> AddItem(AddItemRequest request, ServerCallContext context) => Task.FromResult(new Cart());
}

using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Shop.Carts;

namespace Shop.Tests.Integration.Carts;

/// <summary>Any sequence of changes, repeats and orders that are told late: the scripts on a real Redis against a model in plain words.</summary>
[Collection(CartServers.Collection)]
public sealed class CartModelTests(CartServers servers)
{
    private static readonly string[] Skus = ["A", "B", "C"];

    private static readonly Gen<CartStep> Change =
        from operation in Gen.Elements(CartOperations.Add, CartOperations.Add, CartOperations.Set, CartOperations.Remove, CartOperations.RemoveSaved, CartOperations.Clear, CartOperations.Save, CartOperations.Unsave)
        from sku in Gen.Elements(Skus)
        from quantity in Gen.Frequency((4, Gen.Choose(1, 6)), (1, Gen.Choose(300, 999)))
        select new CartStep(operation, sku, quantity);

    private static readonly Gen<CartStep> Step = Gen.Frequency(
        (8, Change),
        (2, Gen.Constant(new CartStep(CartStep.Repeat, "", 0))),
        (1, Gen.Constant(new CartStep(CartStep.PlaceOrder, "", 0))),
        (2, Gen.Constant(new CartStep(CartStep.TellOrder, "", 0))),
        (1, Gen.Constant(new CartStep(CartStep.Merge, "", 0))));

    [Fact]
    public void AnySteps_OnRedisAndInTheModel_LeaveTheSameCart()
    {
        var store = servers.Cart.Services.GetRequiredService<CartStore>();
        var merge = servers.Cart.Services.GetRequiredService<CartMerge>();
        Prop.ForAll(Arb.From(Gen.ListOf(Step)), steps =>
        {
            var run = new CartRun(store, merge, servers.Cart.Time);
            foreach (var step in steps)
            {
                run.Do(step).GetAwaiter().GetResult();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(60));
    }
}

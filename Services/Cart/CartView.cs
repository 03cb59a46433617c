using Google.Protobuf.WellKnownTypes;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Carts;

/// <summary>A cart as its owner sees it: what is stored, at the prices and with the stock of this moment. Pure.</summary>
internal static class CartView
{
    public static Cart Compose(Caller owner, StoredCart stored, Facts facts, DateTimeOffset now)
    {
        var cart = new Cart { OwnerId = owner.Id, Etag = stored.Etag };
        if (stored.UpdateTime is { } updated)
        {
            cart.UpdateTime = updated.ToTimestamp();
            cart.ExpireTime = (now + CartLimits.LifeFor(owner)).ToTimestamp();
        }

        foreach (var line in stored.Lines)
        {
            var shown = CartLineView.Compose(line, facts);
            cart.Lines.Add(shown);
            cart.Notices.AddRange(CartNotices.Of(shown));
            Count(cart, shown);
        }

        foreach (var line in stored.SavedLines)
        {
            cart.SavedLines.Add(CartLineView.Compose(line, facts));
        }

        foreach (var notice in stored.Notices)
        {
            cart.Notices.Add(CartNotices.Of(notice, cart.Lines));
        }

        return cart;
    }

    private static void Count(Cart cart, CartLine line)
    {
        if (line.Availability != Availability.Discontinued && line.LineTotal is { } total)
        {
            cart.Subtotal ??= new Money { CurrencyCode = total.CurrencyCode };
            cart.Subtotal.MinorUnits = checked(cart.Subtotal.MinorUnits + total.MinorUnits);
            cart.ItemCount += line.Quantity;
        }
    }
}

using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Shop.Contracts.Cart.V1;
using Shop.Contracts.Identity.V1;
using Shop.Contracts.Order.V1;
using Shop.Load;

namespace Shop.Tests.Integration.Identities;

/// <summary>A guest who becomes a customer and goes again, over all services of the running shop.</summary>
[Collection(ShopCollection.Name)]
public sealed partial class AccountLifeTests(ShopFixture shop)
{
    private const string Password = "a horse, a staple, a battery";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Guest_BecomesACustomerAndIsErased_TakesEverythingAlongAndLeavesNothingPersonal()
    {
        using var guest = shop.NewShopper();
        var sku = await Purchase.FindSkuAsync(guest, 10);
        var first = await guest.Order.PlaceOrderAsync(Purchase.RequestFor(await Purchase.AddAsync(guest, sku, 1)));
        await Purchase.WaitForAsync(guest, first.OrderId, OrderState.Confirmed);
        await Purchase.WaitForCartAsync(guest, cart => cart.Lines.Count == 0);
        await Purchase.AddAsync(guest, sku, 2);

        var email = $"somebody-{Guid.NewGuid():N}@mail.example";
        var session = await BecomeCustomerAsync(guest, email);
        using var customer = shop.NewShopper();
        customer.Guest.Token = session.AccessToken;

        (await customer.Cart.GetCartAsync(new GetCartRequest())).Lines.ShouldHaveSingleItem().Quantity.ShouldBe(2);
        await UntilAsync(async () => (await customer.Order.ListOrdersAsync(new ListOrdersRequest())).Orders.Any(order => order.OrderId == first.OrderId), "the customer has the guest's order");
        (await Should.ThrowAsync<RpcException>(async () => await guest.Order.GetOrderAsync(new GetOrderRequest { OrderId = first.OrderId }))).StatusCode.ShouldBe(StatusCode.NotFound);
        (await ExportAsync(customer)).ShouldBe([ExportDataResponse.PartOneofCase.Profile, ExportDataResponse.PartOneofCase.Session]);

        await customer.Order.CancelOrderAsync(new CancelOrderRequest { RequestId = Purchase.NewId(), OrderId = first.OrderId });
        await customer.Identity.DeleteAccountAsync(new DeleteAccountRequest { RequestId = Purchase.NewId(), Password = Password }, Headers(session));

        await UntilAsync(async () => (await customer.Cart.GetCartAsync(new GetCartRequest())).Lines.Count == 0, "the cart is gone");
        await UntilAsync(async () => await PersonalAsync(first.OrderId) == 0, "the order has lost address and payment token");
        (await CountAsync("identitydb", $"SELECT count(*) FROM account WHERE normalized_email = upper('{email}')")).ShouldBe(0);
        (await CountAsync("identitydb", $"SELECT count(*) FROM session WHERE subject IN ('{session.SubjectId}', '{first.OwnerId}')")).ShouldBe(0);
        (await Should.ThrowAsync<RpcException>(async () => await customer.Identity.RefreshAsync(new RefreshRequest { RequestId = Purchase.NewId(), RefreshToken = session.RefreshToken })))
            .StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    private async Task<Session> BecomeCustomerAsync(ShopClient guest, string email)
    {
        await guest.Identity.RegisterAsync(new RegisterRequest { RequestId = Purchase.NewId(), Email = email, Password = Password, DisplayName = "Ada Example" });
        var link = "";
        await UntilAsync(async () => (link = await LinkAsync(email)) != "", "the letter is logged");
        return (await guest.Identity.VerifyEmailAsync(
            new VerifyEmailRequest { RequestId = Purchase.NewId(), LinkToken = link, Password = Password }, new Metadata { { "authorization", $"Bearer {guest.Guest.Token}" } })).Session;
    }

    // Where a developer finds it.
    private async Task<string> LinkAsync(string email)
    {
        var model = shop.App.Services.GetRequiredService<DistributedApplicationModel>();
        await foreach (var batch in shop.App.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(model.Resources.Single(resource => resource.Name == "identity")))
        {
            if (batch.Select(line => Letter.Match(line.Content)).FirstOrDefault(letter => letter.Success && letter.Groups["email"].Value == email) is { } found)
            {
                return found.Groups["token"].Value;
            }
        }

        return "";
    }

    private static async Task<List<ExportDataResponse.PartOneofCase>> ExportAsync(ShopClient customer)
    {
        using var call = customer.Identity.ExportData(new ExportDataRequest(), new Metadata { { "authorization", $"Bearer {customer.Guest.Token}" } });
        return await call.ResponseStream.ReadAllAsync().Select(part => part.PartCase).ToListAsync();
    }

    private Task<long> PersonalAsync(string orderId) =>
        CountAsync("orderdb", $"SELECT count(*) FROM orders WHERE order_id = '{orderId}' AND (address <> '{{}}' OR payment_token <> '')");

    private async Task<long> CountAsync(string database, string sql)
    {
        await using var command = (await shop.DatabaseAsync(database)).CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Metadata Headers(Session session) => new() { { "authorization", $"Bearer {session.AccessToken}" } };

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            limit.IsCancellationRequested.ShouldBeFalse($"Not in {Limit}: {what}");
            await Task.Delay(Glance, CancellationToken.None);
        }
    }

    [GeneratedRegex("Letter VerifyEmail to (?<email>[^ ]+): .*#token=(?<token>[A-Za-z0-9_%.-]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Letter { get; }
}

using Grpc.Core;
using Shop.Contracts.Identity.V1;

namespace Shop.Tests.Integration.Identities;

public sealed class GuestUpgradeTests(PostgresServer servers) : IdentityTest(servers)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignIn_OfAGuest_TakesTheCartAlongAndEndsTheGuest(bool byAccessToken)
    {
        var email = NewEmail();
        var customer = await CustomerAsync(email);
        var guest = await GuestAsync();

        var request = new SignInRequest { RequestId = NewId(), Email = email, Password = Password, GuestRefreshToken = byAccessToken ? "" : guest.RefreshToken };
        await Client.SignInAsync(request, byAccessToken ? As(guest) : null);

        var upgraded = (await EventsAsync<GuestUpgraded>()).ShouldHaveSingleItem();
        (upgraded.GuestId, upgraded.UserId).ShouldBe((guest.SubjectId, customer.SubjectId));
        var merge = Cart.Merges.ShouldHaveSingleItem();
        (merge.GuestOwnerId, merge.CustomerOwnerId).ShouldBe((guest.SubjectId, customer.SubjectId));
        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = guest.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
    }

    [Fact]
    public async Task VerifyEmail_OfAGuest_TakesTheCartAlong()
    {
        var guest = await GuestAsync();

        var customer = await CustomerAsync(headers: As(guest));

        (await EventsAsync<GuestUpgraded>()).ShouldHaveSingleItem().UserId.ShouldBe(customer.SubjectId);
        Cart.Merges.ShouldHaveSingleItem().CustomerOwnerId.ShouldBe(customer.SubjectId);
    }

    [Fact]
    public async Task SignIn_CartIsAway_WorksAndTheEventIsThere()
    {
        Cart.IsAway = true;
        var email = NewEmail();
        await CustomerAsync(email);
        var guest = await GuestAsync();

        (await SignInAsync(email, headers: As(guest))).Role.ShouldBe(Role.Customer);

        (await EventsAsync<GuestUpgraded>()).ShouldHaveSingleItem().GuestId.ShouldBe(guest.SubjectId);
        Cart.Merges.ShouldBeEmpty();
    }

    [Fact]
    public async Task SignIn_GuestOfAnotherCustomer_StaysThatCustomers()
    {
        var (email, other) = (NewEmail(), NewEmail());
        var customer = await CustomerAsync(email);
        await CustomerAsync(other);
        var guest = await GuestAsync();
        await SignInAsync(email, headers: As(guest));

        await SignInAsync(other, headers: As(guest));

        (await EventsAsync<GuestUpgraded>()).ShouldHaveSingleItem().UserId.ShouldBe(customer.SubjectId);
        Cart.Merges.ShouldAllBe(merge => merge.CustomerOwnerId == customer.SubjectId);
    }
}

using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Shop.Contracts.Identity.V1;
using Shop.Contracts.Types.V1;

namespace Shop.Tests.Integration.Identities;

public sealed class ProfileTests(PostgresServer servers) : IdentityTest(servers)
{
    internal static CreateAddressRequest NewAddress(string recipient, bool preferred = false) => new()
    {
        RequestId = NewId(),
        Address = new Address
        {
            Label = "Home",
            Preferred = preferred,
            Address_ = new PostalAddress { Recipient = recipient, Lines = { "1 Example Street" }, PostalCode = "12345", Locality = "Exampleton", CountryCode = "DE" },
        },
    };

    [Fact]
    public async Task UpdateProfile_ChangesWhatTheMaskNamesByTheEtag()
    {
        var session = await CustomerAsync();
        var before = await Client.GetProfileAsync(new GetProfileRequest(), As(session));
        var request = new UpdateProfileRequest
        {
            RequestId = NewId(),
            Profile = new Profile { DisplayName = "Grace Example", LanguageCode = "pt-BR", Etag = before.Etag },
            UpdateMask = new FieldMask { Paths = { "language_code" } },
        };

        var after = await Client.UpdateProfileAsync(request, As(session));

        after.LanguageCode.ShouldBe("pt-BR");
        after.DisplayName.ShouldBe("Ada Example");
        (await Client.UpdateProfileAsync(request, As(session))).ShouldBe(after);
        request.RequestId = NewId();
        await RefusedAsync(Client.UpdateProfileAsync(request, As(session)), StatusCode.Aborted, "ETAG_MISMATCH");
        request.UpdateMask.Paths.Add("email");
        await RefusedAsync(Client.UpdateProfileAsync(request, As(session)), StatusCode.InvalidArgument, "INVALID_FIELD");
    }

    [Fact]
    public async Task Addresses_AreTheirOwnersAlone()
    {
        var (ada, mallory) = (await CustomerAsync(), await CustomerAsync());
        var create = NewAddress("Ada Example", preferred: true);

        var address = await Client.CreateAddressAsync(create, As(ada));

        (await Client.CreateAddressAsync(create, As(ada))).ShouldBe(address);
        (await Client.ListAddressesAsync(new ListAddressesRequest(), As(mallory))).Addresses.ShouldBeEmpty();
        var update = new UpdateAddressRequest { RequestId = NewId(), Address = new Address { AddressId = address.AddressId, Label = "Mine" }, UpdateMask = new FieldMask { Paths = { "label" } } };
        await RefusedAsync(Client.UpdateAddressAsync(update, As(mallory)), StatusCode.NotFound, "ADDRESS_NOT_FOUND");
        await RefusedAsync(Client.DeleteAddressAsync(new DeleteAddressRequest { RequestId = NewId(), AddressId = address.AddressId }, As(mallory)), StatusCode.NotFound, "ADDRESS_NOT_FOUND");
        (await Client.UpdateAddressAsync(update, As(ada))).Label.ShouldBe("Mine");
        await RefusedAsync(Client.DeleteAddressAsync(new DeleteAddressRequest { RequestId = NewId(), AddressId = address.AddressId, Etag = address.Etag }, As(ada)), StatusCode.Aborted, "ETAG_MISMATCH");
        await Client.DeleteAddressAsync(new DeleteAddressRequest { RequestId = NewId(), AddressId = address.AddressId }, As(ada));
        (await Client.ListAddressesAsync(new ListAddressesRequest(), As(ada))).Addresses.ShouldBeEmpty();
    }

    [Fact]
    public async Task ListAddresses_InPages_BeginsWithThePreferredOne()
    {
        var session = await CustomerAsync();
        for (var i = 0; i < 5; i++)
        {
            await Client.CreateAddressAsync(NewAddress($"Number {i}", preferred: i is 1 or 3), As(session));
        }

        var seen = new List<Address>();
        var request = new ListAddressesRequest { PageSize = 2 };
        do
        {
            var page = await Client.ListAddressesAsync(request, As(session));
            seen.AddRange(page.Addresses);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        seen.Select(address => address.Address_.Recipient).ShouldBe(["Number 3", "Number 4", "Number 2", "Number 1", "Number 0"]);
        seen.Count(address => address.Preferred).ShouldBe(1);
    }

    [Fact]
    public async Task CreateAddress_MoreThanThereMayBeAtOnce_StopsAtTheLimit()
    {
        var session = await CustomerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            try
            {
                await Client.CreateAddressAsync(NewAddress($"Number {i}"), As(session));
                return "";
            }
            catch (RpcException exception)
            {
                return ServiceDefaults.Grpc.ShopErrors.ReasonOf(exception);
            }
        }));

        answers.Count(reason => reason?.Length == 0).ShouldBe(50);
        answers.Count(reason => reason == "TOO_MANY_ADDRESSES").ShouldBe(10);
    }

    [Fact]
    public async Task ExportData_HoldsEverything()
    {
        var session = await CustomerAsync();
        await Client.CreateAddressAsync(NewAddress("Ada Example"), As(session));

        using var call = Client.ExportData(new ExportDataRequest(), As(session));
        var parts = await call.ResponseStream.ReadAllAsync().ToListAsync();

        parts.Select(part => part.PartCase).ShouldBe([ExportDataResponse.PartOneofCase.Profile, ExportDataResponse.PartOneofCase.Address, ExportDataResponse.PartOneofCase.Session]);
        parts[0].Profile.UserId.ShouldBe(session.SubjectId);
        parts[2].Session.SessionId.ShouldBe(session.SessionId);
    }

    [Fact]
    public async Task Profile_OfAGuest_IsNotThere() =>
        await RefusedAsync(Client.GetProfileAsync(new GetProfileRequest(), As(await GuestAsync())), StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
}

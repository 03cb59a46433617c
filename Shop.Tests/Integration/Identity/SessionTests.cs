using Grpc.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Shop.Contracts.Identity.V1;

namespace Shop.Tests.Integration.Identities;

public sealed class SessionTests(PostgresServer servers) : IdentityTest(servers)
{
    [Fact]
    public async Task CreateGuestSession_Answers_ATokenThatEverybodyCanCheck()
    {
        var session = await GuestAsync();

        var token = new JsonWebToken(session.AccessToken);
        token.Alg.ShouldBe("ES256");
        token.Issuer.ShouldBe("shop");
        token.Subject.ShouldBe(session.SubjectId);
        token.Subject.ShouldStartWith("guest-");
        token.Claims.Single(claim => claim.Type == "role").Value.ShouldBe("guest");
        token.Claims.Single(claim => claim.Type == "sid").Value.ShouldBe(session.SessionId);
        (token.ValidTo - token.ValidFrom).ShouldBe(TimeSpan.FromMinutes(15));
        session.Role.ShouldBe(Role.Guest);
        (await Client.ListSessionsAsync(new ListSessionsRequest(), As(session))).Sessions.ShouldHaveSingleItem().Current.ShouldBeTrue();
    }

    [Fact]
    public async Task Database_AfterSessions_HoldsNoToken()
    {
        var session = await RefreshAsync(await CustomerAsync());

        var everything = await ScalarAsync<string>("SELECT string_agg(s::text, '|') FROM session s") + await ScalarAsync<string>("SELECT coalesce(string_agg(r::text, '|'), '') FROM request r");

        everything.ShouldNotContain(session.RefreshToken);
        everything.ShouldNotContain(session.AccessToken);
        everything.ShouldNotContain(Convert.ToHexStringLower(System.Buffers.Text.Base64Url.DecodeFromChars(session.RefreshToken).AsSpan(16, 32)));
    }

    [Fact]
    public async Task Refresh_Again_GivesAnotherTokenOfTheSameSession()
    {
        var first = await GuestAsync();

        var second = await RefreshAsync(first);
        var third = await RefreshAsync(second);

        second.RefreshToken.ShouldNotBe(first.RefreshToken);
        third.RefreshToken.ShouldNotBe(second.RefreshToken);
        third.SessionId.ShouldBe(first.SessionId);
        third.SubjectId.ShouldBe(first.SubjectId);
    }

    [Fact]
    public async Task Refresh_SameRequestBecauseTheAnswerWasLost_GivesTheSameToken()
    {
        var first = await GuestAsync();
        var requestId = NewId();

        var answer = await RefreshAsync(first, requestId);
        var again = await RefreshAsync(first, requestId);

        again.RefreshToken.ShouldBe(answer.RefreshToken);
        (await RefreshAsync(again)).SessionId.ShouldBe(first.SessionId);
    }

    [Fact]
    public async Task Refresh_TokenOfTwoRotationsAgo_EndsTheSession()
    {
        var first = await GuestAsync();
        var second = await RefreshAsync(first);
        var third = await RefreshAsync(second);

        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = first.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");

        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = third.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
    }

    [Fact]
    public async Task Refresh_UsedTokenAfterAWhile_EndsTheSession()
    {
        var first = await GuestAsync();
        var second = await RefreshAsync(first);
        await ExecuteAsync("UPDATE session SET refresh_time = refresh_time - interval '11 s'");

        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = first.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");

        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = second.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
    }

    [Fact]
    public async Task Refresh_ManyAtOnce_GivesOneTokenAndTheSessionLives()
    {
        var first = await GuestAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                return await RefreshAsync(first);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Aborted)
            {
                return null;
            }
        }));

        var winner = answers.Where(answer => answer is not null).ShouldHaveSingleItem();
        (await RefreshAsync(winner!)).SessionId.ShouldBe(first.SessionId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Refresh_TokenThatWasNeverGivenOut_IsRefusedAndEndsNothing(string token)
    {
        var session = await GuestAsync();

        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = token }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
        var forged = session.RefreshToken[..^4] + (session.RefreshToken.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = forged }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");

        (await RefreshAsync(session)).SessionId.ShouldBe(session.SessionId);
    }

    [Fact]
    public async Task Refresh_Expired_IsRefused()
    {
        var session = await GuestAsync();
        await ExecuteAsync("UPDATE session SET expire_time = now()");

        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = session.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
    }

    [Fact]
    public async Task Refresh_OfABrowser_ComesAndGoesInMetadata()
    {
        var metadata = new Metadata { { "shop-refresh-delivery", "header" } };
        using var begin = Client.CreateGuestSessionAsync(new CreateGuestSessionRequest { RequestId = NewId() }, metadata);
        (await begin).Session.RefreshToken.ShouldBeEmpty();
        var token = (await begin.ResponseHeadersAsync).GetValue("shop-refresh-token");
        (await begin.ResponseHeadersAsync).GetValue("shop-refresh-expire-time").ShouldNotBeNullOrEmpty();

        metadata.Add("shop-refresh-token", token!);
        using var refresh = Client.RefreshAsync(new RefreshRequest { RequestId = NewId() }, metadata);
        (await refresh).Session.SessionId.ShouldBe((await begin).Session.SessionId);
        (await refresh.ResponseHeadersAsync).GetValue("shop-refresh-token").ShouldNotBe(token);
    }

    [Fact]
    public async Task SignOut_ByEitherToken_EndsThisSessionAlone()
    {
        var email = NewEmail();
        var first = await CustomerAsync(email);
        var second = await SignInAsync(email);
        var third = await SignInAsync(email);
        var request = new SignOutRequest { RequestId = NewId(), RefreshToken = first.RefreshToken };

        await Client.SignOutAsync(request);
        await Client.SignOutAsync(request);
        await Client.SignOutAsync(new SignOutRequest { RequestId = NewId() }, As(second));

        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = first.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = second.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
        (await RefreshAsync(third)).SubjectId.ShouldBe(first.SubjectId);
        await RefusedAsync(Client.SignOutAsync(new SignOutRequest { RequestId = NewId() }), StatusCode.Unauthenticated, "TOKEN_MISSING");
    }

    [Fact]
    public async Task SignOutEverywhere_EndsAllSessionsOfTheCallerAndNobodyElses()
    {
        var email = NewEmail();
        var here = await CustomerAsync(email);
        var there = await SignInAsync(email);
        var somebodyElse = await CustomerAsync();

        await Client.SignOutEverywhereAsync(new SignOutEverywhereRequest { RequestId = NewId() }, As(here));

        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = here.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = there.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
        (await RefreshAsync(somebodyElse)).SubjectId.ShouldBe(somebodyElse.SubjectId);
    }

    [Fact]
    public async Task ListSessions_InPages_ShowsThoseOfTheCaller()
    {
        var email = NewEmail();
        var first = await CustomerAsync(email);
        for (var i = 0; i < 4; i++)
        {
            await SignInAsync(email, headers: new Metadata { { "x-forwarded-for", $"203.0.113.9, 198.51.100.{i}" } });
        }

        var seen = new List<SessionInfo>();
        var request = new ListSessionsRequest { PageSize = 2 };
        do
        {
            var page = await Client.ListSessionsAsync(request, As(first));
            seen.AddRange(page.Sessions);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        seen.Count.ShouldBe(5);
        seen.Count(session => session.Current).ShouldBe(1);
        seen.Select(session => session.NetworkAddress).ShouldBe(["", "198.51.100.0", "198.51.100.1", "198.51.100.2", "198.51.100.3"], ignoreOrder: true);
        await RefusedAsync(Client.ListSessionsAsync(new ListSessionsRequest { PageToken = "nonsense" }, As(first)), StatusCode.InvalidArgument, "INVALID_PAGE_TOKEN");
        await RefusedAsync(Client.ListSessionsAsync(new ListSessionsRequest { PageSize = -1 }, As(first)), StatusCode.InvalidArgument, "INVALID_FIELD");
    }
}

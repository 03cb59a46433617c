using Grpc.Core;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Integration.Identities;

public sealed class AccountTests(PostgresServer servers) : IdentityTest(servers)
{
    [Fact]
    public async Task Register_ThenVerify_IsACustomerOnce()
    {
        var email = NewEmail();

        var session = await CustomerAsync(email);

        session.Role.ShouldBe(Role.Customer);
        (await EventsAsync<UserRegistered>()).ShouldHaveSingleItem().UserId.ShouldBe(session.SubjectId);
        var profile = await Client.GetProfileAsync(new GetProfileRequest(), As(session));
        profile.Email.ShouldBe(email);
        profile.DisplayName.ShouldBe("Ada Example");
        (await SignInAsync(email.ToUpperInvariant())).SubjectId.ShouldBe(session.SubjectId);
    }

    [Fact]
    public async Task VerifyEmail_LinkUsedBefore_IsRefused()
    {
        var email = NewEmail();
        await CustomerAsync(email);
        var used = await LetterAsync(email, LetterKind.VerifyEmail);

        await RefusedAsync(Verify(used.LinkToken), StatusCode.FailedPrecondition, "LINK_INVALID");
        await RefusedAsync(Verify("nonsense"), StatusCode.FailedPrecondition, "LINK_INVALID");
        await RefusedAsync(Verify(used.LinkToken[..^6] + "AAAAAA"), StatusCode.FailedPrecondition, "LINK_INVALID");
    }

    [Fact]
    public async Task VerifyEmail_PasswordOfSomebodyElse_OpensNothing()
    {
        // Mallory registers with the victim's address; the victim clicks the link, not knowing Mallory's password.
        var email = NewEmail();
        await Client.RegisterAsync(new RegisterRequest { RequestId = NewId(), Email = email, Password = "what Mallory has chosen" });
        var letter = await LetterAsync(email, LetterKind.VerifyEmail);

        await RefusedAsync(Verify(letter.LinkToken), StatusCode.Unauthenticated, "INVALID_CREDENTIALS");
        // The victim registers: the link that was sent before is worth nothing any more, and neither is Mallory's password.
        await Client.RegisterAsync(new RegisterRequest { RequestId = NewId(), Email = email, Password = Password });
        await RefusedAsync(Client.VerifyEmailAsync(new VerifyEmailRequest { RequestId = NewId(), LinkToken = letter.LinkToken, Password = "what Mallory has chosen" }), StatusCode.FailedPrecondition, "LINK_INVALID");
        var second = await LetterAsync(email, LetterKind.VerifyEmail);
        (await Verify(second.LinkToken)).Session.Role.ShouldBe(Role.Customer);
        await RefusedAsync(Enter(email, "what Mallory has chosen"), StatusCode.Unauthenticated, "INVALID_CREDENTIALS");
    }

    [Fact]
    public async Task Register_AddressOfAnAccount_ChangesNothingAndTellsItsOwner()
    {
        var email = NewEmail();
        var owner = await CustomerAsync(email);

        var answer = await Client.RegisterAsync(new RegisterRequest { RequestId = NewId(), Email = email, Password = "what Mallory has chosen" });

        answer.ShouldBe(new RegisterResponse());
        (await LettersAsync(email))[^1].Kind.ShouldBe(LetterKind.AccountExists);
        (await LettersAsync(email))[^1].LinkToken.ShouldBeEmpty();
        await RefusedAsync(Enter(email, "what Mallory has chosen"), StatusCode.Unauthenticated, "INVALID_CREDENTIALS");
        (await SignInAsync(email)).SubjectId.ShouldBe(owner.SubjectId);
    }

    [Theory]
    [InlineData("no-address", Password, "email")]
    [InlineData("two@at@mail.example", Password, "email")]
    [InlineData("space in@mail.example", Password, "email")]
    [InlineData("somebody@nowhere", Password, "email")]
    [InlineData("somebody@mail.example", "short", "password")]
    [InlineData("somebody@mail.example", "Password123", "password")]
    [InlineData("somebody@mail.example", "qwertyuiop", "password")]
    [InlineData("somebody@mail.example", "somebody@mail.example", "password")]
    public async Task Register_BadInput_IsRefused(string email, string password, string field)
    {
        var refusal = await RefusedAsync(Client.RegisterAsync(new RegisterRequest { RequestId = NewId(), Email = email, Password = password }), StatusCode.InvalidArgument, "INVALID_FIELD");

        ShopErrors.DetailOf<Contracts.Rpc.BadRequest>(refusal)!.FieldViolations.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    [Fact]
    public async Task Register_Repeated_IsDoneOnceAndNotForAnotherBody()
    {
        var request = new RegisterRequest { RequestId = NewId(), Email = NewEmail(), Password = Password };

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Client.RegisterAsync(request).ResponseAsync));

        (await LettersAsync(request.Email)).Count.ShouldBe(1);
        request.Password += "!";
        await RefusedAsync(Client.RegisterAsync(request), StatusCode.InvalidArgument, "REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task ResetPassword_ByTheLink_EndsAllSessionsAndTheLink()
    {
        var email = NewEmail();
        var session = await CustomerAsync(email);
        await Client.RequestPasswordResetAsync(new RequestPasswordResetRequest { RequestId = NewId(), Email = email });
        var link = (await LetterAsync(email, LetterKind.ResetPassword)).LinkToken;
        var request = new ResetPasswordRequest { RequestId = NewId(), LinkToken = link, NewPassword = "another one, and long" };

        await Client.ResetPasswordAsync(request);
        await Client.ResetPasswordAsync(request);

        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = session.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
        await RefusedAsync(Enter(email, Password), StatusCode.Unauthenticated, "INVALID_CREDENTIALS");
        (await SignInAsync(email, "another one, and long")).SubjectId.ShouldBe(session.SubjectId);
        await RefusedAsync(Client.ResetPasswordAsync(new ResetPasswordRequest { RequestId = NewId(), LinkToken = link, NewPassword = "a third one, and long" }), StatusCode.FailedPrecondition, "LINK_INVALID");
        (await LettersAsync(email))[^1].Kind.ShouldBe(LetterKind.PasswordChanged);
    }

    [Fact]
    public async Task ResetPassword_LinkOfAnotherKind_IsRefused()
    {
        var email = NewEmail();
        await Client.RegisterAsync(new RegisterRequest { RequestId = NewId(), Email = email, Password = Password });
        var verify = (await LetterAsync(email, LetterKind.VerifyEmail)).LinkToken;

        await RefusedAsync(Client.ResetPasswordAsync(new ResetPasswordRequest { RequestId = NewId(), LinkToken = verify, NewPassword = "another one, and long" }), StatusCode.FailedPrecondition, "LINK_INVALID");
    }

    [Fact]
    public async Task ChangePassword_KeepsThisSessionAndEndsTheOthers()
    {
        var email = NewEmail();
        var here = await CustomerAsync(email);
        var there = await SignInAsync(email);
        await RefusedAsync(Client.ChangePasswordAsync(new ChangePasswordRequest { RequestId = NewId(), CurrentPassword = "not this one", NewPassword = "another one, and long" }, As(here)), StatusCode.Unauthenticated, "INVALID_CREDENTIALS");

        await Client.ChangePasswordAsync(new ChangePasswordRequest { RequestId = NewId(), CurrentPassword = Password, NewPassword = "another one, and long" }, As(here));

        (await RefreshAsync(here)).SubjectId.ShouldBe(here.SubjectId);
        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = there.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
        (await SignInAsync(email, "another one, and long")).SubjectId.ShouldBe(here.SubjectId);
    }

    [Fact]
    public async Task ChangeEmail_Confirmed_SignsInWithTheNewAddressAlone()
    {
        var (email, next) = (NewEmail(), NewEmail());
        var session = await CustomerAsync(email);
        var stranger = await CustomerAsync();
        await Client.ChangeEmailAsync(new ChangeEmailRequest { RequestId = NewId(), NewEmail = next, Password = Password }, As(session));
        var link = (await LetterAsync(next, LetterKind.ChangeEmail)).LinkToken;

        await RefusedAsync(Confirm(link, stranger), StatusCode.FailedPrecondition, "LINK_INVALID");
        (await Confirm(link, session)).Email.ShouldBe(next);

        (await SignInAsync(next)).SubjectId.ShouldBe(session.SubjectId);
        await RefusedAsync(Enter(email, Password), StatusCode.Unauthenticated, "INVALID_CREDENTIALS");
        await RefusedAsync(Confirm(link, session), StatusCode.FailedPrecondition, "LINK_INVALID");
        (await LettersAsync(email))[^1].Kind.ShouldBe(LetterKind.EmailChanged);
    }

    [Fact]
    public async Task ChangeEmail_ToTheAddressOfAnAccount_IsAnsweredTheSame()
    {
        var taken = NewEmail();
        await CustomerAsync(taken);
        var session = await CustomerAsync();

        (await Client.ChangeEmailAsync(new ChangeEmailRequest { RequestId = NewId(), NewEmail = taken, Password = Password }, As(session))).ShouldBe(new ChangeEmailResponse());

        (await LettersAsync(taken))[^1].Kind.ShouldBe(LetterKind.AccountExists);
    }

    [Fact]
    public async Task DeleteAccount_LeavesNothingPersonal()
    {
        var email = NewEmail();
        var session = await CustomerAsync(email);
        await Client.CreateAddressAsync(ProfileTests.NewAddress("Ada Example"), As(session));
        await RefusedAsync(Client.DeleteAccountAsync(new DeleteAccountRequest { RequestId = NewId(), Password = "not this one" }, As(session)), StatusCode.Unauthenticated, "INVALID_CREDENTIALS");

        await Client.DeleteAccountAsync(new DeleteAccountRequest { RequestId = NewId(), Password = Password }, As(session));

        foreach (var table in (string[])["account", "session", "address", "letter", "request", "guest_upgrade"])
        {
            var rows = await ScalarAsync<string>($"SELECT coalesce(string_agg(t::text, '|'), '') FROM {table} t WHERE t::text ILIKE '%{email}%' OR t::text LIKE '%Ada Example%'");
            rows.ShouldBeEmpty(table);
        }

        (await ScalarAsync<long>($"SELECT count(*) FROM session WHERE subject = '{session.SubjectId}'")).ShouldBe(0);
        (await EventsAsync<UserDeleted>()).ShouldHaveSingleItem().UserId.ShouldBe(session.SubjectId);
        await RefusedAsync(Client.GetProfileAsync(new GetProfileRequest(), As(session)), StatusCode.Unauthenticated, "TOKEN_INVALID");
        await RefusedAsync(Enter(email, Password), StatusCode.Unauthenticated, "INVALID_CREDENTIALS");
        (await CustomerAsync(email)).SubjectId.ShouldNotBe(session.SubjectId);
    }

    private AsyncUnaryCall<VerifyEmailResponse> Verify(string link) => Client.VerifyEmailAsync(new VerifyEmailRequest { RequestId = NewId(), LinkToken = link, Password = Password });

    private AsyncUnaryCall<SignInResponse> Enter(string email, string password) => Client.SignInAsync(new SignInRequest { RequestId = NewId(), Email = email, Password = password });

    private AsyncUnaryCall<Profile> Confirm(string link, Session session) => Client.ConfirmEmailChangeAsync(new ConfirmEmailChangeRequest { RequestId = NewId(), LinkToken = link }, As(session));
}

using Grpc.Core;
using Shop.Contracts.Identity.V1;

namespace Shop.Tests.Integration.Identities;

public sealed class AdministrationTests(PostgresServer servers) : IdentityTest(servers)
{
    [Fact]
    public async Task FirstAdmin_SeveralReplicas_IsMadeOnce()
    {
        await Task.WhenAll(StartReplicaAsync(), StartReplicaAsync());

        (await ScalarAsync<long>("SELECT count(*) FROM account")).ShouldBe(1);
        (await AdminAsync()).Role.ShouldBe(Role.Admin);
    }

    [Fact]
    public async Task GrantAndRevoke_CountFromTheNextRefresh()
    {
        var admin = await AdminAsync();
        var somebody = await CustomerAsync();

        var request = new GrantRoleRequest { RequestId = NewId(), UserId = somebody.SubjectId, Role = Role.Admin };
        (await Client.GrantRoleAsync(request, As(admin))).Roles.ShouldBe([Role.Admin]);
        (await Client.GrantRoleAsync(request, As(admin))).Roles.ShouldBe([Role.Admin]);
        var promoted = await RefreshAsync(somebody);
        promoted.Role.ShouldBe(Role.Admin);
        (await Client.ListUsersAsync(new ListUsersRequest { Role = Role.Admin }, As(promoted))).Users.Count.ShouldBe(2);

        (await Client.RevokeRoleAsync(new RevokeRoleRequest { RequestId = NewId(), UserId = somebody.SubjectId, Role = Role.Admin }, As(admin))).Roles.ShouldBeEmpty();
        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = promoted.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
    }

    [Fact]
    public async Task LastAdmin_CannotBeTakenAway()
    {
        var admin = await AdminAsync();

        await RefusedAsync(Client.RevokeRoleAsync(new RevokeRoleRequest { RequestId = NewId(), UserId = admin.SubjectId, Role = Role.Admin }, As(admin)), StatusCode.FailedPrecondition, "LAST_ADMIN");
        await RefusedAsync(Client.LockUserAsync(new LockUserRequest { RequestId = NewId(), UserId = admin.SubjectId }, As(admin)), StatusCode.FailedPrecondition, "LAST_ADMIN");
        await RefusedAsync(Client.DeleteAccountAsync(new DeleteAccountRequest { RequestId = NewId(), Password = AdminPassword }, As(admin)), StatusCode.FailedPrecondition, "LAST_ADMIN");
    }

    [Fact]
    public async Task LockUser_EndsSessionsAndSignIns()
    {
        var admin = await AdminAsync();
        var email = NewEmail();
        var somebody = await CustomerAsync(email);

        (await Client.LockUserAsync(new LockUserRequest { RequestId = NewId(), UserId = somebody.SubjectId }, As(admin))).Locked.ShouldBeTrue();

        await RefusedAsync(Client.RefreshAsync(new RefreshRequest { RequestId = NewId(), RefreshToken = somebody.RefreshToken }), StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID");
        await RefusedAsync(Client.SignInAsync(new SignInRequest { RequestId = NewId(), Email = email, Password = Password }), StatusCode.Unauthenticated, "INVALID_CREDENTIALS");
        await Client.UnlockUserAsync(new UnlockUserRequest { RequestId = NewId(), UserId = somebody.SubjectId }, As(admin));
        (await SignInAsync(email)).SubjectId.ShouldBe(somebody.SubjectId);
    }

    [Fact]
    public async Task ListUsers_ByPrefix_InPages()
    {
        var admin = await AdminAsync();
        foreach (var name in (string[])["list_b", "list_a", "listXc"])
        {
            await Client.RegisterAsync(new RegisterRequest { RequestId = NewId(), Email = $"{name}@mail.example", Password = Password });
        }

        var request = new ListUsersRequest { EmailPrefix = "LIST_", PageSize = 1 };
        var first = await Client.ListUsersAsync(request, As(admin));
        request.PageToken = first.NextPageToken;
        var second = await Client.ListUsersAsync(request, As(admin));

        first.Users.ShouldHaveSingleItem().Email.ShouldBe("list_a@mail.example");
        second.Users.ShouldHaveSingleItem().Email.ShouldBe("list_b@mail.example");
        second.NextPageToken.ShouldBeEmpty();
        await RefusedAsync(Client.GetUserAsync(new GetUserRequest { UserId = NewId() }, As(admin)), StatusCode.NotFound, "USER_NOT_FOUND");
        await RefusedAsync(Client.ListUsersAsync(new ListUsersRequest(), As(await CustomerAsync())), StatusCode.PermissionDenied, "ROLE_NOT_ALLOWED");
    }
}

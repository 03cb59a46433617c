using Grpc.Core;
using Npgsql;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>The Identity service as its contract states it: sessions here, the rest in the other parts.</summary>
internal sealed partial class IdentityGrpc(
    NpgsqlDataSource dataSource, Once once, Sessions sessions, SignIns signIns, Registration registration, Credentials credentials, Profiles profiles, Addresses addresses,
    SessionPages sessionPages, Administration administration) : IdentityService.IdentityServiceBase
{
    public override async Task<CreateGuestSessionResponse> CreateGuestSession(CreateGuestSessionRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).ThrowIfAny();
        var session = await sessions.BeginGuestAsync(ClientTraits.Of(context), context.CancellationToken);
        await Delivery.SendAsync(session, context);
        return new CreateGuestSessionResponse { Session = session };
    }

    public override async Task<VerifyEmailResponse> VerifyEmail(VerifyEmailRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireLink(request.LinkToken).RequirePassword(request.Password).RequireToken(request.GuestRefreshToken, "guest_refresh_token").ThrowIfAny();
        var session = await signIns.VerifyEmailAsync(request, context);
        await Delivery.SendAsync(session, context);
        return new VerifyEmailResponse { Session = session };
    }

    public override async Task<SignInResponse> SignIn(SignInRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireEmail(request.Email).RequirePassword(request.Password).RequireToken(request.GuestRefreshToken, "guest_refresh_token").ThrowIfAny();
        var session = await signIns.SignInAsync(request, context);
        await Delivery.SendAsync(session, context);
        return new SignInResponse { Session = session };
    }

    public override async Task<RefreshResponse> Refresh(RefreshRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireToken(request.RefreshToken, "refresh_token").ThrowIfAny();
        var token = Delivery.TokenOf(request.RefreshToken, context);
        var session = await sessions.RefreshAsync(token, request.RequestId.ToLowerInvariant(), ClientTraits.Of(context), context.CancellationToken);
        await Delivery.SendAsync(session, context);
        return new RefreshResponse { Session = session };
    }

    public override Task<SignOutResponse> SignOut(SignOutRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireToken(request.RefreshToken, "refresh_token").ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, async key =>
        {
            var sessionId = sessions.SessionOf(Delivery.TokenOf(request.RefreshToken, context)) ?? SessionOfCaller(context) ?? throw IdentityRefusals.NoSession();
            await EndAsync(key, new SignOutResponse(), batch => SessionStore.AppendEnd(batch, sessionId), context);
            await Delivery.WithdrawAsync(context);
            return new SignOutResponse();
        });
    }

    public override Task<SignOutEverywhereResponse> SignOutEverywhere(SignOutEverywhereRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, async key =>
        {
            await EndAsync(key, new SignOutEverywhereResponse(), batch => SessionStore.AppendEndAll(batch, Caller.Of(context).Id, except: Guid.Empty), context);
            await Delivery.WithdrawAsync(context);
            return new SignOutEverywhereResponse();
        });
    }

    public override Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context)
    {
        new ServiceDefaults.Grpc.Violations().RequirePageSize(request.PageSize).ThrowIfAny();
        return sessionPages.ListAsync(request, context);
    }

    private async Task EndAsync(RequestKey key, Google.Protobuf.IMessage response, Action<NpgsqlBatch> end, ServerCallContext context)
    {
        await using var batch = dataSource.CreateBatch();
        RequestIds.Append(batch, key, response);
        end(batch);
        await batch.ExecuteNonQueryAsync(context.CancellationToken);
    }

    private static Guid? SessionOfCaller(ServerCallContext context) =>
        Guid.TryParse(Caller.From(context.GetHttpContext().User)?.SessionId, out var sessionId) ? sessionId : null;
}

using Grpc.Core;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Identity;

/// <summary>What administrators do.</summary>
internal sealed partial class IdentityGrpc
{
    private const int LongestEmail = 254;

    public override Task<ListUsersResponse> ListUsers(ListUsersRequest request, ServerCallContext context)
    {
        new Violations().RequirePageSize(request.PageSize)
            .RequireText(request.EmailPrefix, "email_prefix", 0, LongestEmail)
            .Require(request.Role is Role.Unspecified or Role.Customer or Role.Admin, "role", "must be ROLE_CUSTOMER, ROLE_ADMIN or not given")
            .ThrowIfAny();
        return administration.ListAsync(request, context.CancellationToken);
    }

    public override Task<User> GetUser(GetUserRequest request, ServerCallContext context)
    {
        new Violations().RequireUuid(request.UserId, "user_id").ThrowIfAny();
        return administration.GetAsync(request.UserId, context.CancellationToken);
    }

    public override Task<User> GrantRole(GrantRoleRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireUuid(request.UserId, "user_id").RequireAdminRole(request.Role).ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key => administration.GrantAsync(request, key, context.CancellationToken));
    }

    public override Task<User> RevokeRole(RevokeRoleRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireUuid(request.UserId, "user_id").RequireAdminRole(request.Role).ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key => administration.RevokeAsync(request, key, context.CancellationToken));
    }

    public override Task<User> LockUser(LockUserRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireUuid(request.UserId, "user_id").ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key => administration.LockAsync(request, key, context.CancellationToken));
    }

    public override Task<User> UnlockUser(UnlockUserRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireUuid(request.UserId, "user_id").ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key => administration.UnlockAsync(request, key, context.CancellationToken));
    }
}

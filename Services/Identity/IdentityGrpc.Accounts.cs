using Grpc.Core;
using Shop.Contracts.Identity.V1;

namespace Shop.Identity;

/// <summary>Accounts: how they begin, what is changed about them, how they end.</summary>
internal sealed partial class IdentityGrpc
{
    public override Task<RegisterResponse> Register(RegisterRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireEmail(request.Email).RequireNewPassword(request.Password, request.Email, "password")
            .RequireNames(request.DisplayName, request.LanguageCode).ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key => registration.RegisterAsync(request, key, context));
    }

    public override Task<SendVerificationResponse> SendVerification(SendVerificationRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireEmail(request.Email).ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key =>
            registration.SendAsync<SendVerificationResponse>(LetterKind.VerifyEmail, request.Email, key, context));
    }

    public override Task<RequestPasswordResetResponse> RequestPasswordReset(RequestPasswordResetRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireEmail(request.Email).ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key =>
            registration.SendAsync<RequestPasswordResetResponse>(LetterKind.ResetPassword, request.Email, key, context));
    }

    public override Task<ResetPasswordResponse> ResetPassword(ResetPasswordRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireLink(request.LinkToken).RequireNewPassword(request.NewPassword, "", "new_password").ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key => credentials.ResetPasswordAsync(request, key, context));
    }

    public override Task<ChangePasswordResponse> ChangePassword(ChangePasswordRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequirePassword(request.CurrentPassword, "current_password").RequireNewPassword(request.NewPassword, "", "new_password").ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key => credentials.ChangePasswordAsync(request, key, context));
    }

    public override Task<ChangeEmailResponse> ChangeEmail(ChangeEmailRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireEmail(request.NewEmail, "new_email").RequirePassword(request.Password).ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key => credentials.ChangeEmailAsync(request, key, context));
    }

    public override Task<Profile> ConfirmEmailChange(ConfirmEmailChangeRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireLink(request.LinkToken).ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key => credentials.ConfirmEmailChangeAsync(request, key, context));
    }

    public override async Task<DeleteAccountResponse> DeleteAccount(DeleteAccountRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequirePassword(request.Password).ThrowIfAny();
        var response = await once.AnswerAsync(request, request.RequestId, context, key => credentials.DeleteAccountAsync(request, key, context));
        await Delivery.WithdrawAsync(context);
        return response;
    }
}

using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>What somebody with an account tells about himself.</summary>
internal sealed class Profiles(AccountStore store)
{
    private static readonly string[] Changeable = ["display_name", "language_code"];

    public async Task<Profile> GetAsync(ServerCallContext context) => ToMessage(await OfCallerAsync(context));

    public async Task<Profile> UpdateAsync(UpdateProfileRequest request, RequestKey key, ServerCallContext context)
    {
        var account = await OfCallerAsync(context);
        if (request.Profile.Etag.Length > 0 && request.Profile.Etag != account.ConcurrencyStamp)
        {
            throw IdentityRefusals.EtagMismatch();
        }

        foreach (var path in request.UpdateMask.Paths)
        {
            if (path == "display_name")
            {
                account.DisplayName = request.Profile.DisplayName;
            }
            else
            {
                account.LanguageCode = request.Profile.LanguageCode;
            }
        }

        var profile = new Profile();
        store.Together(batch =>
        {
            profile = ToMessage(account);
            RequestIds.Append(batch, key, profile);
        });
        return (await store.UpdateAsync(account, context.CancellationToken)).Succeeded ? profile : throw IdentityRefusals.EtagMismatch();
    }

    public static void Validate(UpdateProfileRequest request)
    {
        var violations = RequestRules.Id(request.RequestId)
            .Require(request.Profile is not null, "profile", "must be given")
            .Require(request.UpdateMask is { Paths.Count: > 0 } && request.UpdateMask.Paths.All(Changeable.Contains), "update_mask", "must name display_name, language_code, or both");
        violations.RequireNames(request.Profile?.DisplayName ?? "", request.Profile?.LanguageCode ?? "", "profile.").ThrowIfAny();
    }

    public static Profile ToMessage(Account account) => new()
    {
        UserId = account.UserId.ToString(),
        Email = account.Email,
        DisplayName = account.DisplayName,
        LanguageCode = account.LanguageCode,
        Roles = { account.Roles.Select(RoleNames.Of) },
        CreateTime = account.CreateTime.ToTimestamp(),
        UpdateTime = account.UpdateTime.ToTimestamp(),
        Etag = account.ConcurrencyStamp,
    };

    private async Task<Account> OfCallerAsync(ServerCallContext context) =>
        await store.FindByIdAsync(Caller.Of(context).Id, context.CancellationToken) ?? throw IdentityRefusals.AccountGone();
}

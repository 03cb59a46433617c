using Grpc.Core;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>What the shop knows about a caller.</summary>
internal sealed partial class IdentityGrpc
{
    public override Task<Profile> GetProfile(GetProfileRequest request, ServerCallContext context) => profiles.GetAsync(context);

    public override Task<Profile> UpdateProfile(UpdateProfileRequest request, ServerCallContext context)
    {
        Profiles.Validate(request);
        return once.AnswerAsync(request, request.RequestId, context, key => profiles.UpdateAsync(request, key, context));
    }

    public override Task<ListAddressesResponse> ListAddresses(ListAddressesRequest request, ServerCallContext context)
    {
        new Violations().RequirePageSize(request.PageSize).ThrowIfAny();
        return addresses.ListAsync(request, context);
    }

    public override Task<Address> CreateAddress(CreateAddressRequest request, ServerCallContext context)
    {
        AddressRules.Validate(request);
        return once.AnswerAsync(request, request.RequestId, context, key => addresses.CreateAsync(request, key, context));
    }

    public override Task<Address> UpdateAddress(UpdateAddressRequest request, ServerCallContext context)
    {
        AddressRules.Validate(request);
        return once.AnswerAsync(request, request.RequestId, context, key => addresses.UpdateAsync(request, key, context));
    }

    public override Task<DeleteAddressResponse> DeleteAddress(DeleteAddressRequest request, ServerCallContext context)
    {
        RequestRules.Id(request.RequestId).RequireUuid(request.AddressId, "address_id").ThrowIfAny();
        return once.AnswerAsync(request, request.RequestId, context, key => addresses.DeleteAsync(request, key, context));
    }

    public override async Task ExportData(ExportDataRequest request, IServerStreamWriter<ExportDataResponse> responseStream, ServerCallContext context)
    {
        var profile = await profiles.GetAsync(context);
        await responseStream.WriteAsync(new ExportDataResponse { Profile = profile }, context.CancellationToken);
        await foreach (var address in addresses.ReadAllAsync(Guid.Parse(profile.UserId), context.CancellationToken))
        {
            await responseStream.WriteAsync(new ExportDataResponse { Address = address }, context.CancellationToken);
        }

        await foreach (var session in sessionPages.ReadAllAsync(Caller.Of(context), context.CancellationToken))
        {
            await responseStream.WriteAsync(new ExportDataResponse { Session = session }, context.CancellationToken);
        }
    }
}

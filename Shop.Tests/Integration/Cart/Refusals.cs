using Grpc.Core;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Tests.Integration.Carts;

internal static class Refusals
{
    /// <summary>The call must fail with this code and reason.</summary>
    public static async Task<RpcException> ShouldFailAsync(this Task call, StatusCode code, string reason)
    {
        var exception = await Should.ThrowAsync<RpcException>(call);
        exception.StatusCode.ShouldBe(code, exception.Status.Detail);
        ShopErrors.ReasonOf(exception).ShouldBe(reason);
        return exception;
    }
}

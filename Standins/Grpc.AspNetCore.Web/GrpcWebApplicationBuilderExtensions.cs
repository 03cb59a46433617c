using Grpc.AspNetCore.Web.Internal;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts gRPC-Web into the request pipeline.</summary>
public static class GrpcWebApplicationBuilderExtensions
{
    /// <summary>Adds the gRPC-Web middleware with the <see cref="GrpcWebOptions"/> of the services. It belongs after routing.</summary>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseMiddleware<GrpcWebMiddleware>();
    }

    /// <summary>Adds the gRPC-Web middleware with these options. It belongs after routing.</summary>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder, GrpcWebOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.UseMiddleware<GrpcWebMiddleware>(Options.Create(options));
    }
}

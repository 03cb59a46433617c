using Grpc.AspNetCore.Web;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Says of endpoints whether they accept gRPC-Web.</summary>
public static class GrpcWebEndpointConventionBuilderExtensions
{
    /// <summary>The endpoints accept gRPC-Web, whatever the default is.</summary>
    public static TBuilder EnableGrpcWeb<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        With(builder, new EnableGrpcWebAttribute());

    /// <summary>The endpoints refuse gRPC-Web, whatever the default is.</summary>
    public static TBuilder DisableGrpcWeb<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        With(builder, new DisableGrpcWebAttribute());

    private static TBuilder With<TBuilder>(TBuilder builder, IGrpcWebEnabledMetadata metadata) where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Add(endpoint => endpoint.Metadata.Add(metadata));
        return builder;
    }
}

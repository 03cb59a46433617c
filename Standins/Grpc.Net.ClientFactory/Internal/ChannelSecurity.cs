using Grpc.Core;
using Grpc.Net.Client;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>Call credentials are silently left out of calls in plain text: to have configured them for such a channel is a mistake to be told.</summary>
internal sealed class ChannelSecurity : ChannelCredentialsConfiguratorBase
{
    private bool _isSecure;

    public static void Demand(string name, Uri address, GrpcChannelOptions options)
    {
        if (options.UnsafeUseInsecureChannelCallCredentials || IsSecure(address, options.Credentials)) return;
        throw new InvalidOperationException(
            $"Call credential configured for gRPC client '{name}' requires TLS, and the client isn't configured to use TLS. " +
            $"Either give it a TLS address, or set {nameof(GrpcChannelOptions)}.{nameof(GrpcChannelOptions.UnsafeUseInsecureChannelCallCredentials)} with ConfigureChannel.");
    }

    public override void SetInsecureCredentials(object? state) => _isSecure = false;

    public override void SetSslCredentials(
        object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback) => _isSecure = true;

    public override void SetCompositeCredentials(object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
        channelCredentials.InternalPopulateConfiguration(this, state);

    private static bool IsSecure(Uri address, ChannelCredentials? credentials)
    {
        if (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) return address.Scheme == Uri.UriSchemeHttps;
        var security = new ChannelSecurity();
        credentials?.InternalPopulateConfiguration(security, null);
        return security._isSecure;
    }
}

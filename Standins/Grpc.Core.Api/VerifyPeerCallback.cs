namespace Grpc.Core;

/// <returns>Whether the peer's certificate is accepted.</returns>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);

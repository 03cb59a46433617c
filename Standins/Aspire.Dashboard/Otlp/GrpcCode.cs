namespace Aspire.Dashboard.Otlp;

/// <summary>The statuses of gRPC that are answered with here.</summary>
internal enum GrpcCode
{
    Ok = 0,
    InvalidArgument = 3,
    ResourceExhausted = 8,
    Unimplemented = 12,
    Unauthenticated = 16,
}

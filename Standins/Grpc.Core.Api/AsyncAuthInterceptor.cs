namespace Grpc.Core;

/// <summary>Adds to the headers what authenticates the call.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);

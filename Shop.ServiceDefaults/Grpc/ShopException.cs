using Grpc.Core;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>An error that this process made for its caller, with <see cref="ShopErrors"/>: unlike one that a service it called has answered, it may go out as it is.</summary>
internal sealed class ShopException(Status status, Metadata trailers) : RpcException(status, trailers);

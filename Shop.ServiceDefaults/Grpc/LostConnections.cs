using System.Net.Sockets;
using Grpc.Core;

namespace Shop.ServiceDefaults.Grpc;

/// <summary>
/// Tells an answer from the end of a connection. When a connection breaks in the middle of a call, the client library reports
/// INTERNAL, UNKNOWN or CANCELLED instead of UNAVAILABLE, by how far the call had come and how it broke: the service is
/// away all the same, and the fate of the call unknown.
/// </summary>
internal static class LostConnections
{
    /// <summary>The ErrorInfo reason of a call whose connection was lost.</summary>
    public const string Reason = "CONNECTION_LOST";

    /// <summary>Whether an error was made by this side because the connection broke. An answer of the service, whatever it says, is none.</summary>
    public static bool IsLost(RpcException exception) =>
        exception.StatusCode is StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled
        && exception.Trailers.GetValueBytes(ShopErrors.DetailsTrailer) is null
        && IsOfTheLine(exception.Status.DebugException);

    private static bool IsOfTheLine(Exception? exception) => exception switch
    {
        null => false,
        HttpRequestException or HttpIOException or IOException or SocketException => true,
        _ => IsOfTheLine(exception.InnerException),
    };
}

using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>The content types of gRPC and gRPC-Web, and the way from one to the other.</summary>
internal static class GrpcWebContentType
{
    private const string Grpc = "application/grpc";
    private const string Binary = "application/grpc-web";
    private const string Text = "application/grpc-web-text";

    public static GrpcWebMode ModeOf(ReadOnlySpan<char> contentType) =>
        Is(Binary, contentType) ? GrpcWebMode.Binary
        : Is(Text, contentType) ? GrpcWebMode.Text
        : GrpcWebMode.None;

    /// <summary>The mode that the caller asks for; binary when its Accept header names none.</summary>
    public static GrpcWebMode AcceptedMode(StringValues accept)
    {
        foreach (var line in accept)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var mode = ModeOf(line.AsSpan(range).Trim());
                if (mode != GrpcWebMode.None) return mode;
            }
        }

        return GrpcWebMode.Binary;
    }

    public static bool IsGrpc(ReadOnlySpan<char> contentType) => Is(Grpc, contentType);

    /// <summary>The gRPC content type for one of gRPC-Web: <c>application/grpc-web-text+proto</c> is <c>application/grpc+proto</c>.</summary>
    public static string ToGrpc(string contentType) => Grpc + Suffix(contentType);

    /// <summary>The gRPC-Web content type for one of gRPC.</summary>
    public static string ToGrpcWeb(string contentType, GrpcWebMode mode) => (mode == GrpcWebMode.Text ? Text : Binary) + Suffix(contentType);

    private static string Suffix(string contentType)
    {
        var plus = contentType.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? "" : contentType[plus..];
    }

    private static bool Is(string type, ReadOnlySpan<char> contentType) =>
        contentType.StartsWith(type, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == type.Length || contentType[type.Length] is '+' or ';' or ' ');
}

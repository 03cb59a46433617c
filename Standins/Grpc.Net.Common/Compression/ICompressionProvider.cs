using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>A message encoding: gRPC's <c>grpc-encoding</c>.</summary>
public interface ICompressionProvider
{
    string EncodingName { get; }

    /// <summary>Leaves <paramref name="stream"/> open. A null level is the provider's own.</summary>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>Leaves <paramref name="stream"/> open.</summary>
    Stream CreateDecompressionStream(Stream stream);
}

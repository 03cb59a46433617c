using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Shop.Contracts.Catalog.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;

namespace Shop.Catalog;

/// <summary>Takes a stream of products in, a chunk at a time, and keeps what became of it under the import's request id.</summary>
internal sealed class ProductImporter(ImportChunks chunks, RequestIds requests)
{
    private const int ChunkSize = 100;
    private const int MaxFailures = 1000;

    public async Task<ImportProductsResponse> ImportAsync(IAsyncStreamReader<ImportProductsRequest> stream, string scope, string caller, CancellationToken cancellationToken)
    {
        if (!await stream.MoveNext(cancellationToken))
        {
            throw ShopErrors.InvalidArgument("request_id", "must be a UUID, in the first message");
        }

        var requestId = stream.Current.RequestId;
        new Violations().RequireUuid(requestId, "request_id").ThrowIfAny();
        using var fingerprint = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var known = await IsKnownAsync(scope, caller, requestId, cancellationToken);
        var response = new ImportProductsResponse();
        await foreach (var chunk in ReadAsync(stream, fingerprint, cancellationToken))
        {
            // A repeat is only read, to be told from another import under the same id.
            if (!known)
            {
                Add(await chunks.TakeAsync(chunk, cancellationToken), response);
            }
        }

        var key = new RequestKey(scope, caller, requestId, fingerprint.GetHashAndReset());
        return known
            ? await requests.FindAsync<ImportProductsResponse>(key, cancellationToken) ?? response
            : await requests.ExecuteAsync(key, response, _ => { }, cancellationToken);
    }

    // Nothing has this fingerprint: whatever is there under the id says that it is there.
    private async Task<bool> IsKnownAsync(string scope, string caller, string requestId, CancellationToken cancellationToken)
    {
        try
        {
            return await requests.FindAsync<ImportProductsResponse>(new RequestKey(scope, caller, requestId, Fingerprint: []), cancellationToken) is not null;
        }
        catch (RequestIdReusedException)
        {
            return true;
        }
    }

    // A slug comes up once in a chunk: a product that is there again replaces what it was before.
    private static async IAsyncEnumerable<List<ImportItem>> ReadAsync(
        IAsyncStreamReader<ImportProductsRequest> stream, IncrementalHash fingerprint, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (chunk, slugs, index) = (new List<ImportItem>(ChunkSize), new HashSet<string>(StringComparer.Ordinal), 0);
        do
        {
            var product = stream.Current.Product ?? new Product();
            fingerprint.AppendData(SHA256.HashData(product.ToByteArray()));
            if (chunk.Count == ChunkSize || !slugs.Add(product.Slug))
            {
                yield return chunk;
                (chunk, slugs) = (new List<ImportItem>(ChunkSize), new HashSet<string>(StringComparer.Ordinal) { product.Slug });
            }

            chunk.Add(new ImportItem(index++, product));
        }
        while (await stream.MoveNext(cancellationToken));
        yield return chunk;
    }

    private static void Add(ImportProductsResponse some, ImportProductsResponse all)
    {
        all.CreatedCount += some.CreatedCount;
        all.UpdatedCount += some.UpdatedCount;
        all.UnchangedCount += some.UnchangedCount;
        all.Failures.Add(some.Failures.Take(MaxFailures - all.Failures.Count));
    }
}

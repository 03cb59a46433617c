using Google.Protobuf;
using Grpc.Core;
using Shop.Contracts.Catalog.V1;

namespace Shop.Load.Catalog;

/// <summary>The limit that GetProduct is held against: a gRPC method that only answers.</summary>
internal sealed class PreparedCatalog(Product answer) : CatalogService.CatalogServiceBase
{
    // As base64.
    private const string AnswerVariable = "SHOP_BARE_ANSWER";

    public override Task<Product> GetProduct(GetProductRequest request, ServerCallContext context) => Task.FromResult(answer);

    public static IReadOnlyDictionary<string, string> EnvironmentOf(Product answer) =>
        new Dictionary<string, string> { [AnswerVariable] = Convert.ToBase64String(answer.ToByteArray()) };

    /// <summary>As its process makes it.</summary>
    public static PreparedCatalog OfEnvironment() => new(Product.Parser.ParseFrom(Convert.FromBase64String(Environment.GetEnvironmentVariable(AnswerVariable)!)));
}

using System.Text.Json.Serialization;

namespace Shop.Carts;

[JsonSerializable(typeof(KnownListing))]
internal sealed partial class KnownListingJson : JsonSerializerContext;

using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Shop.ServiceDefaults.Security;
using StackExchange.Redis;

namespace Shop.Carts;

/// <summary>Carts in Redis: one hash a cart, every change one script, so that changes at the same moment lose nothing.</summary>
internal sealed class CartStore(IConnectionMultiplexer redis, TimeProvider time)
{
    private static readonly string ReadScript = Script("read");
    private static readonly string ChangeScript = Script("change");
    private static readonly string MarkSeenScript = Script("mark-seen");
    private static readonly string TakeOffScript = Script("take-off");

    public async Task<StoredCart> ReadAsync(Caller owner)
    {
        var fields = await Database.ScriptEvaluateAsync(ReadScript, [CartKey(owner.Id)], [Milliseconds(CartLimits.LifeFor(owner))]);
        return Parse(fields);
    }

    public async Task<CartChangeResult> ChangeAsync(Caller owner, CartChange change)
    {
        var answer = await Database.ScriptEvaluateAsync(
            ChangeScript,
            [CartKey(owner.Id), $"{CartKey(owner.Id)}:request:{change.RequestId}"],
            [
                change.Operation, change.Fingerprint, VersionOf(change.Etag), time.GetUtcNow().ToUnixTimeMilliseconds(),
                Milliseconds(CartLimits.LifeFor(owner)), Milliseconds(CartLimits.RequestLife), change.Sku, change.Quantity, CartLimits.Quantity, CartLimits.Lines,
                ToJson(change.Listing), change.Listing?.Currency ?? "", change.Listing?.Price ?? 0,
            ]);
        return new CartChangeResult((string)answer[0]!, (string)answer[1]!, Parse(answer[2]));
    }

    /// <summary>Lets prices and listings count as seen by the owner.</summary>
    public Task MarkSeenAsync(Caller owner, IEnumerable<(string Sku, KnownListing Listing)> seen)
    {
        RedisValue[] arguments = [.. seen.SelectMany(line => new RedisValue[] { line.Sku, line.Listing.Price, ToJson(line.Listing) })];
        return arguments.Length == 0 ? Task.CompletedTask : Database.ScriptEvaluateAsync(MarkSeenScript, [CartKey(owner.Id)], arguments);
    }

    /// <summary>Takes ordered quantities off a cart, once per message.</summary>
    public Task TakeOffAsync(string ownerId, Guid messageId, IEnumerable<(string Sku, int Quantity)> ordered) => Database.ScriptEvaluateAsync(
        TakeOffScript,
        [CartKey(ownerId), $"{CartKey(ownerId)}:message:{messageId:N}"],
        [
            time.GetUtcNow().ToUnixTimeMilliseconds(), Milliseconds(CartLimits.MessageLife),
            .. ordered.SelectMany(line => new RedisValue[] { line.Sku, line.Quantity }),
        ]);

    private IDatabase Database => redis.GetDatabase();

    // The braces make the owner the hash tag: all keys of one owner lie in one slot of a cluster.
    private static string CartKey(string ownerId) => $"cart:{{{ownerId}}}";

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    // An etag that was never ours matches no version.
    private static string VersionOf(string etag) => etag.Length == 0 ? "" : etag.Trim('"') is { Length: > 0 } version ? version : "none";

    private static string ToJson(KnownListing? listing) => listing is null ? "" : JsonSerializer.Serialize(listing, KnownListingJson.Default.KnownListing);

    private static StoredCart Parse(RedisResult result)
    {
        var fields = ((RedisValue[])result!).Chunk(2).ToDictionary(pair => (string)pair[0]!, pair => pair[1]);
        var lines = fields.Keys.Where(field => field.StartsWith("q:", StringComparison.Ordinal)).Select(field => ParseLine(field[2..], fields))
            .OrderBy(line => line.CreateTime).ThenBy(line => line.Sku, StringComparer.Ordinal);
        return fields.TryGetValue("version", out var version)
            ? new StoredCart((long)version, DateTimeOffset.FromUnixTimeMilliseconds((long)fields["updated"]), [.. lines])
            : new StoredCart(0, UpdateTime: null, []);
    }

    private static StoredCartLine ParseLine(string sku, Dictionary<string, RedisValue> fields) => new(
        sku,
        (int)fields[$"q:{sku}"],
        DateTimeOffset.FromUnixTimeMilliseconds((long)fields[$"c:{sku}"]),
        (long)fields[$"p:{sku}"],
        fields.TryGetValue($"l:{sku}", out var listing) ? JsonSerializer.Deserialize((string)listing!, KnownListingJson.Default.KnownListing) : null);

    private static string Script(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var stream = assembly.GetManifestResourceStream(string.Create(CultureInfo.InvariantCulture, $"Shop.Carts.Scripts.{name}.lua"))
            ?? throw new InvalidOperationException($"The script {name} is missing in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

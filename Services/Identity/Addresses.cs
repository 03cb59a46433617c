using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;
using NpgsqlTypes;
using Shop.Contracts.Identity.V1;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>The addresses of accounts. Each is its owner's alone: the statements say so.</summary>
internal sealed class Addresses(NpgsqlDataSource dataSource, PageTokens pageTokens, TimeProvider time)
{
    private const int MaxAddresses = 50;

    // Two changes at once follow one another: they do not both find one place left, nor both make theirs the preferred one. A
    // statement of its own, so that the next one sees what was committed before the lock was given.
    private const string Lock = """
        -- lock addresses of an account
        SELECT FROM account WHERE user_id = $1 FOR UPDATE
        """;

    // Divides by zero when there is none.
    private const string Room = """
        -- room for an address
        SELECT 1 / (count(*) < $2)::int FROM address WHERE user_id = $1
        """;

    private const string TakePreferred = """
        -- take preferred from the others
        UPDATE address SET preferred = false, revision = revision + 1, update_time = $3
        WHERE user_id = $1 AND address_id <> $2 AND preferred
        """;

    private const string Insert = """
        -- insert address
        INSERT INTO address (address_id, user_id, label, address, preferred, create_time, update_time)
        VALUES ($1, $2, $3, $4, $5, $6, $6)
        """;

    // Decided on a revision that is not the last one any more, it divides by zero.
    private const string Update = """
        -- update address
        UPDATE address
        SET label = $4, address = $5, preferred = $6, update_time = $7, revision = revision + 1 / (revision = $3)::int
        WHERE user_id = $1 AND address_id = $2
        """;

    private const string Delete = """
        -- delete address
        DELETE FROM address WHERE user_id = $1 AND address_id = $2 AND 1 / (revision = $3)::int = 1
        """;

    private const string Columns = "address_id, label, address, preferred, revision, create_time, update_time";

    private const string Select = $"""
        -- select address
        SELECT {Columns} FROM address WHERE user_id = $1 AND address_id = $2
        """;

    private const string SelectPage = $"""
        -- page of addresses
        SELECT {Columns} FROM address
        WHERE user_id = $1 AND (preferred, create_time, address_id) < ($2, $3, $4)
        ORDER BY preferred DESC, create_time DESC, address_id DESC
        LIMIT $5
        """;

    public async Task<Address> CreateAsync(CreateAddressRequest request, RequestKey key, ServerCallContext context)
    {
        var userId = UserOf(context);
        var now = time.GetStoredUtcNow();
        var address = new Address(request.Address) { AddressId = Guid.CreateVersion7().ToString(), CreateTime = now.ToTimestamp(), UpdateTime = now.ToTimestamp(), Etag = EtagOf(1) };
        await using var batch = dataSource.CreateBatch();
        RequestIds.Append(batch, key, address);
        batch.Append(Lock, userId);
        batch.Append(Room, userId, MaxAddresses);
        AppendPreference(batch, userId, address, now);
        batch.Append(Insert, Guid.Parse(address.AddressId), userId, address.Label, Json(address.Address_), address.Preferred, now);
        try
        {
            await batch.ExecuteNonQueryAsync(context.CancellationToken);
            return address;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw IdentityRefusals.TooManyAddresses();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw IdentityRefusals.AccountGone();
        }
    }

    public async Task<Address> UpdateAsync(UpdateAddressRequest request, RequestKey key, ServerCallContext context)
    {
        var userId = UserOf(context);
        var address = await FindAsync(userId, request.Address.AddressId, request.Address.Etag, context.CancellationToken);
        var revision = RevisionOf(address);
        AddressRules.Apply(request, address);
        var now = time.GetStoredUtcNow();
        address.UpdateTime = now.ToTimestamp();
        address.Etag = EtagOf(revision + 1);
        await using var batch = dataSource.CreateBatch();
        RequestIds.Append(batch, key, address);
        batch.Append(Lock, userId);
        AppendPreference(batch, userId, address, now);
        batch.Append(Update, userId, Guid.Parse(address.AddressId), revision, address.Label, Json(address.Address_), address.Preferred, now);
        await ExecuteAsync(batch, context.CancellationToken);
        return address;
    }

    public async Task<DeleteAddressResponse> DeleteAsync(DeleteAddressRequest request, RequestKey key, ServerCallContext context)
    {
        var userId = UserOf(context);
        var address = await FindAsync(userId, request.AddressId, request.Etag, context.CancellationToken);
        var response = new DeleteAddressResponse();
        await using var batch = dataSource.CreateBatch();
        RequestIds.Append(batch, key, response);
        batch.Append(Delete, userId, Guid.Parse(address.AddressId), RevisionOf(address));
        await ExecuteAsync(batch, context.CancellationToken);
        return response;
    }

    public async Task<ListAddressesResponse> ListAsync(ListAddressesRequest request, ServerCallContext context)
    {
        var position = Position.Read(request, request.PageToken, pageTokens);
        var size = Position.SizeOf(request.PageSize);
        var response = new ListAddressesResponse();
        await foreach (var address in ReadAsync(UserOf(context), position, size + 1, context.CancellationToken))
        {
            if (response.Addresses.Count == size)
            {
                var last = response.Addresses[^1];
                response.NextPageToken = new Position(last.Preferred, last.CreateTime.ToDateTimeOffset(), Guid.Parse(last.AddressId)).Write(request, pageTokens);
                break;
            }

            response.Addresses.Add(address);
        }

        return response;
    }

    /// <summary>All addresses of an account.</summary>
    public IAsyncEnumerable<Address> ReadAllAsync(Guid userId, CancellationToken cancellationToken) => ReadAsync(userId, Position.Start, MaxAddresses, cancellationToken);

    private async IAsyncEnumerable<Address> ReadAsync(Guid userId, Position after, int limit, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Append(SelectPage, userId, after.First, after.Time, after.Id, limit);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return Read(reader);
        }
    }

    private async Task<Address> FindAsync(Guid userId, string addressId, string etag, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Append(Select, userId, Guid.Parse(addressId));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var address = await reader.ReadAsync(cancellationToken) ? Read(reader) : throw IdentityRefusals.AddressNotFound(addressId);
        return etag.Length == 0 || etag == address.Etag ? address : throw IdentityRefusals.EtagMismatch();
    }

    private static void AppendPreference(NpgsqlBatch batch, Guid userId, Address address, DateTimeOffset now)
    {
        if (address.Preferred)
        {
            batch.Append(TakePreferred, userId, Guid.Parse(address.AddressId), now);
        }
    }

    private static async Task ExecuteAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw IdentityRefusals.EtagMismatch();
        }
    }

    private static Address Read(NpgsqlDataReader row) => new()
    {
        AddressId = row.GetGuid(0).ToString(),
        Label = row.GetString(1),
        Address_ = JsonParser.Default.Parse<PostalAddress>(row.GetString(2)),
        Preferred = row.GetBoolean(3),
        Etag = EtagOf(row.GetInt32(4)),
        CreateTime = row.GetFieldValue<DateTimeOffset>(5).ToTimestamp(),
        UpdateTime = row.GetFieldValue<DateTimeOffset>(6).ToTimestamp(),
    };

    private static Guid UserOf(ServerCallContext context) => Guid.TryParse(Caller.Of(context).Id, out var userId) ? userId : throw IdentityRefusals.AccountGone();

    private static string EtagOf(int revision) => revision.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int RevisionOf(Address address) => int.Parse(address.Etag, System.Globalization.CultureInfo.InvariantCulture);

    private static NpgsqlParameter Json(PostalAddress address) => new() { Value = JsonFormatter.Default.Format(address), NpgsqlDbType = NpgsqlDbType.Jsonb };
}

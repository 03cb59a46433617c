using System.Buffers.Binary;
using Npgsql;
using Shop.Contracts.Order.V1;
using Shop.ServiceDefaults.Grpc;

namespace Shop.Orders;

/// <summary>The orders of an owner, newest first, a page at a time. Keyset: a page begins after the last order of the one before.</summary>
internal sealed class OrderPages(NpgsqlDataSource dataSource, PageTokens tokens)
{
    private const int DefaultSize = 20;
    private const int MaxSize = 100;
    private const int MaxStates = 10;

    private const string First = $"""
        -- first page of orders
        SELECT {OrderRow.Columns}
        FROM orders o
        WHERE o.owner_id = $1 AND o.state = ANY ($2)
        ORDER BY o.create_time DESC, o.order_id DESC
        LIMIT $3
        """;

    private const string Next = $"""
        -- next page of orders
        SELECT {OrderRow.Columns}
        FROM orders o
        WHERE o.owner_id = $1 AND o.state = ANY ($2) AND (o.create_time, o.order_id) < ($4, $5)
        ORDER BY o.create_time DESC, o.order_id DESC
        LIMIT $3
        """;

    private static readonly short[] AllStates = [.. Enum.GetValues<OrderState>().Select(state => (short)state)];

    public async Task<ListOrdersResponse> ListAsync(ListOrdersRequest request, string ownerId, CancellationToken cancellationToken)
    {
        Validate(request);
        var size = request.PageSize == 0 ? DefaultSize : Math.Min(request.PageSize, MaxSize);
        await using var command = CommandFor(request, ownerId, size + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var response = new ListOrdersResponse();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (response.Orders.Count == size)
            {
                response.NextPageToken = TokenAfter(response.Orders[^1], request);
                break;
            }

            response.Orders.Add(OrderRow.Read(reader));
        }

        return response;
    }

    private static void Validate(ListOrdersRequest request)
    {
        var violations = new Violations()
            .Require(request.PageSize >= 0, "page_size", "must not be negative")
            .Require(request.States.Count <= MaxStates, "states", $"must be at most {MaxStates} states");
        for (var i = 0; i < request.States.Count; i++)
        {
            violations.Require(request.States[i] != OrderState.Unspecified && Enum.IsDefined(request.States[i]), $"states[{i}]", "must be a state of an order");
        }

        violations.ThrowIfAny();
    }

    private NpgsqlCommand CommandFor(ListOrdersRequest request, string ownerId, int limit)
    {
        var command = dataSource.CreateCommand(request.PageToken.Length == 0 ? First : Next);
        command.Parameters.Add(new() { Value = ownerId });
        command.Parameters.Add(new() { Value = request.States.Count == 0 ? AllStates : [.. request.States.Select(state => (short)state)] });
        command.Parameters.Add(new() { Value = limit });
        if (request.PageToken.Length > 0)
        {
            var (createTime, orderId) = PositionOf(request);
            command.Parameters.Add(new() { Value = createTime });
            command.Parameters.Add(new() { Value = orderId });
        }

        return command;
    }

    private string TokenAfter(Order order, ListOrdersRequest request)
    {
        Span<byte> position = stackalloc byte[24];
        BinaryPrimitives.WriteInt64BigEndian(position, order.CreateTime.ToDateTimeOffset().UtcTicks);
        Guid.Parse(order.OrderId).TryWriteBytes(position[8..], bigEndian: true, out _);
        return tokens.Encode(request, position);
    }

    private (DateTimeOffset CreateTime, Guid OrderId) PositionOf(ListOrdersRequest request) =>
        tokens.TryDecode(request, request.PageToken, out var position) && position.Length == 24
            ? (new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(position), TimeSpan.Zero), new Guid(position.AsSpan(8), bigEndian: true))
            : throw ShopErrors.InvalidRequest(PageTokens.InvalidReason, "The page_token is not one that this list gave out for this request.");
}

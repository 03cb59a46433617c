using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;
using Shop.Contracts.Identity.V1;
using Shop.ServiceDefaults.Grpc;
using Shop.ServiceDefaults.Postgres;
using Shop.ServiceDefaults.Security;

namespace Shop.Identity;

/// <summary>The sessions of a caller that have not ended.</summary>
internal sealed class SessionPages(NpgsqlDataSource dataSource, PageTokens pageTokens, TimeProvider time)
{
    private const string Select = """
        -- page of sessions
        SELECT session_id, user_agent, network_address, create_time, refresh_time, expire_time
        FROM session
        WHERE subject = $1 AND expire_time > $2 AND (refresh_time, session_id) < ($3, $4)
        ORDER BY refresh_time DESC, session_id DESC
        LIMIT $5
        """;

    public async Task<ListSessionsResponse> ListAsync(ListSessionsRequest request, ServerCallContext context)
    {
        var position = Position.Read(request, request.PageToken, pageTokens);
        var size = Position.SizeOf(request.PageSize);
        var response = new ListSessionsResponse();
        await foreach (var session in ReadAsync(Caller.Of(context), position, size + 1, context.CancellationToken))
        {
            if (response.Sessions.Count == size)
            {
                var last = response.Sessions[^1];
                response.NextPageToken = new Position(First: false, last.RefreshTime.ToDateTimeOffset(), Guid.Parse(last.SessionId)).Write(request, pageTokens);
                break;
            }

            response.Sessions.Add(session);
        }

        return response;
    }

    /// <summary>All sessions of a caller.</summary>
    public IAsyncEnumerable<SessionInfo> ReadAllAsync(Caller caller, CancellationToken cancellationToken) => ReadAsync(caller, Position.Start, int.MaxValue, cancellationToken);

    private async IAsyncEnumerable<SessionInfo> ReadAsync(Caller caller, Position after, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Append(Select, caller.Id, time.GetUtcNow(), after.Time, after.Id, limit);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return Read(reader, caller);
        }
    }

    private static SessionInfo Read(NpgsqlDataReader row, Caller caller) => new()
    {
        SessionId = row.GetGuid(0).ToString(),
        UserAgent = row.GetString(1),
        NetworkAddress = row.GetString(2),
        CreateTime = row.GetFieldValue<DateTimeOffset>(3).ToTimestamp(),
        RefreshTime = row.GetFieldValue<DateTimeOffset>(4).ToTimestamp(),
        ExpireTime = row.GetFieldValue<DateTimeOffset>(5).ToTimestamp(),
        Current = row.GetGuid(0).ToString() == caller.SessionId,
    };
}

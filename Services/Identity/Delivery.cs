using System.Globalization;
using Grpc.Core;
using Shop.Contracts.Identity.V1;

namespace Shop.Identity;

/// <summary>How a refresh token comes and goes: in the message, or for browsers in metadata that the gateway makes a cookie of.</summary>
internal static class Delivery
{
    private const string TokenHeader = "shop-refresh-token";
    private const string ExpireHeader = "shop-refresh-expire-time";
    private const string WayHeader = "shop-refresh-delivery";
    private const int LongestUserAgent = 200;

    /// <summary>The refresh token that a call brings; empty when it brings none.</summary>
    public static string TokenOf(string field, ServerCallContext context) =>
        field.Length > 0 ? field : context.RequestHeaders.GetValue(TokenHeader) ?? "";

    /// <summary>Moves the session's refresh token into metadata if the call wants it there.</summary>
    public static async Task SendAsync(Session session, ServerCallContext context)
    {
        if (!IsByHeader(context))
        {
            return;
        }

        await context.WriteResponseHeadersAsync(new Metadata
        {
            { TokenHeader, session.RefreshToken },
            { ExpireHeader, session.RefreshExpireTime.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture) },
        });
        session.RefreshToken = "";
    }

    /// <summary>The session is over: the cookie is to go.</summary>
    public static Task WithdrawAsync(ServerCallContext context) =>
        IsByHeader(context) ? context.WriteResponseHeadersAsync(new Metadata { { TokenHeader, "" } }) : Task.CompletedTask;

    /// <summary>What the client calls itself, shortened.</summary>
    public static string UserAgentOf(ServerCallContext context)
    {
        var agent = new string([.. (context.RequestHeaders.GetValue("user-agent") ?? "").Where(character => !char.IsControl(character)).Take(LongestUserAgent)]);
        // Half of a pair would be no text.
        return agent.Length > 0 && char.IsHighSurrogate(agent[^1]) ? agent[..^1] : agent;
    }

    private static bool IsByHeader(ServerCallContext context) => context.RequestHeaders.GetValue(WayHeader) == "header";
}

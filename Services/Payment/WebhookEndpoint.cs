using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Shop.Payments;

/// <summary>
/// Where the provider tells what happened: an entrance like its answers, no more. 204: heard, also what is known already or of no
/// payment of ours; 400: not what a provider writes; 401: not signed by it, or not just now; 413: too large; 503: nobody can note it at the
/// moment. Anything but 204, and it comes again.
/// </summary>
internal static partial class WebhookEndpoint
{
    private const string Path = "/webhooks/payments";
    private const int LargestBody = 64 * 1024;

    public static void MapProviderWebhook(this WebApplication app) =>
        app.MapPost(Path, HearAsync).WithMetadata(new RequestSizeLimitAttribute(LargestBody));

    private static async Task<IResult> HearAsync(HttpRequest request, WebhookSignature signature, PaymentWork work, PaymentDriver driver, PaymentTelemetry telemetry, ILogger<PaymentWork> logger)
    {
        ReadOnlyMemory<byte> body;
        try
        {
            body = await ReadAsync(request);
        }
        catch (BadHttpRequestException exception)
        {
            // Too large, or cut off. In Development it would be answered with its stack trace.
            telemetry.Webhook("malformed");
            return Results.StatusCode(exception.StatusCode);
        }

        // Before anything is looked at, and nothing is looked up for a stranger.
        if (!signature.IsValid(request.Headers[WebhookSignature.Header], body.Span))
        {
            telemetry.Webhook("refused");
            return Results.Unauthorized();
        }

        if (Parse(body) is not { } told)
        {
            telemetry.Webhook("malformed");
            return Results.BadRequest();
        }

        StoredPayment? payment;
        try
        {
            payment = await work.TellAsync(told.Payment.ToPayment(), request.HttpContext.RequestAborted);
        }
        catch (NpgsqlException exception)
        {
            LogStoreAway(logger, exception.Message);
            telemetry.Webhook("store away");
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        telemetry.Webhook(payment is null ? "unknown" : "heard");
        if (payment is { Lease: null, DueTime: not null })
        {
            driver.Wake();
        }

        return Results.NoContent();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.ToArray();
    }

    private static WireEvent? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, WireJson.Default.WireEvent) is { Payment.Id: not null } told ? told : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A webhook could not be noted, and is asked for again: {Reason}")]
    private static partial void LogStoreAway(ILogger logger, string reason);
}

using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Payments;

/// <summary>
/// Where the provider tells what happened: an entrance like its answers, no more. 204: heard, also what is known already or of no
/// payment of ours; 400: not what a provider writes; 401: not signed by it, or not just now; 413: too large. Anything else, and it
/// comes again.
/// </summary>
internal static class WebhookEndpoint
{
    private const string Path = "/webhooks/payments";
    private const int LargestBody = 64 * 1024;

    public static void MapProviderWebhook(this WebApplication app) =>
        app.MapPost(Path, HearAsync).WithMetadata(new RequestSizeLimitAttribute(LargestBody));

    private static async Task<IResult> HearAsync(HttpRequest request, WebhookSignature signature, PaymentWork work, PaymentDriver driver, PaymentTelemetry telemetry)
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

        var payment = await work.TellAsync(told.Payment.ToPayment(), request.HttpContext.RequestAborted);
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
}

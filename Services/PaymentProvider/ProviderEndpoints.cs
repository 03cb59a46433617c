using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Shop.PaymentProvider;

/// <summary>The API: REST with a secret key as bearer, an Idempotency-Key on whatever moves money, and answers that go as the token says.</summary>
internal static class ProviderEndpoints
{
    private const string KeyHeader = "Idempotency-Key";

    public static void MapProvider(this WebApplication app)
    {
        var api = app.MapGroup("/v1").AddEndpointFilter(AuthorizeAsync);
        api.MapGet("/payments", async (Guid reference, ProviderStore store, CancellationToken cancellationToken) =>
            Results.Json(new ChargeList(await store.FindAsync(reference, cancellationToken)), ProviderJson.Default.ChargeList));
        api.MapPost("/payments", (ChargeRequest body, HttpContext context, Charging charging, Manners manners) =>
            manners.AnswerAsync(context, authorizes: true, cancellationToken => charging.AuthorizeAsync(KeyOf(context), body, cancellationToken)));
        api.MapPost("/payments/{id}/capture", (string id, HttpContext context, Charging charging, Manners manners) =>
            manners.AnswerAsync(context, authorizes: false, cancellationToken => charging.CaptureAsync(KeyOf(context), id, cancellationToken)));
        api.MapPost("/payments/{id}/refunds", (string id, RefundEntry body, HttpContext context, Charging charging, Manners manners) =>
            manners.AnswerAsync(context, authorizes: false, cancellationToken => charging.RefundAsync(KeyOf(context), id, body, cancellationToken)));
        api.MapPost("/voids", (VoidRequest body, HttpContext context, Charging charging, Manners manners) =>
            manners.AnswerAsync(context, authorizes: false, cancellationToken => charging.VoidAsync(KeyOf(context), body, cancellationToken)));
    }

    private static string KeyOf(HttpContext context) => context.Request.Headers[KeyHeader].ToString();

    private static ValueTask<object?> AuthorizeAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var request = invocation.HttpContext.Request;
        var expected = $"Bearer {request.HttpContext.RequestServices.GetRequiredService<IOptions<ProviderOptions>>().Value.SecretKey}";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString())))
        {
            return ValueTask.FromResult<object?>(Results.Unauthorized());
        }

        return request.Method == HttpMethods.Post && KeyOf(request.HttpContext).Length is 0 or > 255
            ? ValueTask.FromResult<object?>(Results.BadRequest())
            : next(invocation);
    }
}

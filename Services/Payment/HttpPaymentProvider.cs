using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;

namespace Shop.Payments;

/// <summary>
/// A provider that speaks REST as the well-known payment APIs do: a secret key as bearer, JSON, an <c>Idempotency-Key</c> on whatever
/// moves money, 402 for a decline, 409 for what the payment's state forbids.
/// </summary>
internal sealed class HttpPaymentProvider(HttpClient http) : IPaymentProvider
{
    public Task<ProviderAnswer> AuthorizeAsync(StoredPayment payment, string idempotencyKey, CancellationToken cancellationToken) => PostAsync(
        "v1/payments", new WireAuthorize(payment.OrderId, payment.Amount, payment.CurrencyCode, payment.PaymentToken!), WireJson.Default.WireAuthorize, idempotencyKey, cancellationToken);

    public Task<ProviderAnswer> CaptureAsync(StoredPayment payment, string idempotencyKey, CancellationToken cancellationToken) =>
        PostAsync($"v1/payments/{payment.ProviderPaymentId}/capture", idempotencyKey, cancellationToken);

    public Task<ProviderAnswer> VoidAsync(StoredPayment payment, string idempotencyKey, CancellationToken cancellationToken) => PostAsync(
        "v1/voids", new WireVoid(payment.OrderId, payment.Amount, payment.CurrencyCode), WireJson.Default.WireVoid, idempotencyKey, cancellationToken);

    public Task<ProviderAnswer> RefundAsync(StoredPayment payment, Guid refundId, long amount, string idempotencyKey, CancellationToken cancellationToken) => PostAsync(
        $"v1/payments/{payment.ProviderPaymentId}/refunds", new WireRefund(refundId, amount), WireJson.Default.WireRefund, idempotencyKey, cancellationToken);

    public Task<ProviderAnswer> GetStatusAsync(Guid orderId, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, $"v1/payments?reference={orderId}"), ReadStatusAsync, cancellationToken);

    private Task<ProviderAnswer> PostAsync<T>(string path, T body, JsonTypeInfo<T> type, string idempotencyKey, CancellationToken cancellationToken) =>
        PostAsync(path, idempotencyKey, cancellationToken, () => JsonContent.Create(body, type));

    private Task<ProviderAnswer> PostAsync(string path, string idempotencyKey, CancellationToken cancellationToken, Func<HttpContent>? content = null)
    {
        return SendAsync(Request, ReadAsync, cancellationToken);

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content?.Invoke() };
            request.Headers.Add("Idempotency-Key", idempotencyKey);
            return request;
        }
    }

    private async Task<ProviderAnswer> SendAsync(
        Func<HttpRequestMessage> request, Func<HttpResponseMessage, CancellationToken, Task<ProviderAnswer>> read, CancellationToken cancellationToken)
    {
        try
        {
            using var message = request();
            using var response = await http.SendAsync(message, cancellationToken);
            return await read(response, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or ExecutionRejectedException or JsonException)
        {
            // A connection that broke, a time that ran out, an open breaker, half an answer: none of them tells what was done.
            return new ProviderAnswer.Unknown(exception.GetType().Name);
        }
    }

    private static async Task<ProviderAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            var payment = await response.Content.ReadFromJsonAsync(WireJson.Default.WirePayment, cancellationToken);
            return payment is null ? new ProviderAnswer.Unknown("an empty answer") : new ProviderAnswer.Known(payment.ToPayment());
        }

        if (response.StatusCode is not (HttpStatusCode.PaymentRequired or HttpStatusCode.Conflict))
        {
            return new ProviderAnswer.Unknown($"HTTP {(int)response.StatusCode}");
        }

        var refusal = await response.Content.ReadFromJsonAsync(WireJson.Default.WireError, cancellationToken);
        return refusal?.Payment is { } refused
            ? new ProviderAnswer.Known(refused.ToPayment(), Refused: response.StatusCode == HttpStatusCode.Conflict)
            : new ProviderAnswer.Unknown($"HTTP {(int)response.StatusCode} {refusal?.Error?.Code}");
    }

    private static async Task<ProviderAnswer> ReadStatusAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            return new ProviderAnswer.Unknown($"HTTP {(int)response.StatusCode}");
        }

        // Newest first; one that holds money counts before one that does not.
        var list = await response.Content.ReadFromJsonAsync(WireJson.Default.WireList, cancellationToken);
        return list?.Data.OrderByDescending(payment => payment.Authorized).FirstOrDefault() is { } payment
            ? new ProviderAnswer.Known(payment.ToPayment())
            : new ProviderAnswer.Unseen();
    }
}

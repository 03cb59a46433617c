using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shop.Tests.Integration.Payments;

/// <summary>Signs webhooks as the provider does.</summary>
internal static class WebhookSigning
{
    /// <summary>The value of the header <c>Provider-Signature</c>.</summary>
    public static string Sign(string body, string secret, DateTimeOffset time)
    {
        var stamp = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={stamp},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{stamp}.{body}")))}";
    }

    /// <summary>Sends a body to a webhook; without a signature when there is none.</summary>
    public static async Task<HttpResponseMessage> PostAsync(HttpClient http, Uri webhook, string body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (signature is not null)
        {
            request.Headers.Add("Provider-Signature", signature);
        }

        return await http.SendAsync(request);
    }

    /// <summary>What the provider tells of an order's payment.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="status">How the payment stands: <c>authorized</c>, <c>captured</c> ...</param>
    /// <param name="amount">Of the payment, in minor units of EUR.</param>
    public static string BodyOf(Guid orderId, string status, long amount) =>
        $$$"""
        {"id":"evt_1","type":"payment.{{{status}}}","payment":{"id":"pay_1","reference":"{{{orderId}}}","amount":{{{amount}}},"currency":"EUR","status":"{{{status}}}","authorized":true,"amount_captured":{{{(status == "captured" ? amount : 0)}}},"amount_refunded":0,"refunds":[]}}
        """;
}

using System.Text.Json;

namespace Shop.PaymentProvider;

internal static class Answers
{
    public static Answer Of(Charge charge, string token, IReadOnlyList<long> webhooks) => charge.Status == "declined"
        ? Error(StatusCodes.Status402PaymentRequired, charge.DeclineCode!, charge, token) with { Webhooks = webhooks }
        : new Answer(StatusCodes.Status200OK, JsonSerializer.Serialize(charge, ProviderJson.Default.Charge), token, webhooks);

    public static Answer Error(int status, string code, Charge? charge, string token) =>
        new(status, JsonSerializer.Serialize(new ErrorBody(new ErrorInfo(code), charge), ProviderJson.Default.ErrorBody), token, []);
}

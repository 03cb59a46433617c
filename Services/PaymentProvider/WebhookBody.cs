namespace Shop.PaymentProvider;

/// <summary>What a webhook tells: what happened, and the payment as it was then.</summary>
internal sealed record WebhookBody(string Id, string Type, Charge Payment);

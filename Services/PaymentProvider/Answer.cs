namespace Shop.PaymentProvider;

/// <summary>An answer: what was done, and how the rest of the behaviour of its token goes.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON.</param>
/// <param name="Token">The payment token; empty where none is known.</param>
/// <param name="Webhooks">The webhooks that tell of it, in the table already.</param>
internal sealed record Answer(int Status, string Body, string Token, IReadOnlyList<long> Webhooks);

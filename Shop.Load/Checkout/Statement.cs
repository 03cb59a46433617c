namespace Shop.Load.Checkout;

/// <param name="Database">Where it ran.</param>
/// <param name="Text">Its text, constants taken out.</param>
internal sealed record Statement(string Database, string Text);

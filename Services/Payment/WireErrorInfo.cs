namespace Shop.Payments;

/// <summary>What is wrong, for a program.</summary>
internal sealed record WireErrorInfo(string? Code);

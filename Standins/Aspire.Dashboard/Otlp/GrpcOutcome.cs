namespace Aspire.Dashboard.Otlp;

/// <param name="Text">What is wrong, for a person.</param>
/// <param name="Message">The response, when nothing is.</param>
internal sealed record GrpcOutcome(GrpcCode Code, string Text, byte[] Message);

namespace Aspire.Dashboard.Otlp.Wire;

/// <summary>What was sent is no OTLP; the message says what is wrong with it.</summary>
internal sealed class OtlpFormatException(string message) : Exception(message);

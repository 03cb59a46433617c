namespace OpenTelemetry.Instrumentation.Runtime;

/// <summary>Has no options today, as in the official package.</summary>
public class RuntimeInstrumentationOptions;

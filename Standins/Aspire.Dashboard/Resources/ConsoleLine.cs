namespace Aspire.Dashboard.Resources;

/// <param name="Number">Counts up over all resources as lines arrive.</param>
/// <param name="Time">Milliseconds since 1970.</param>
internal sealed record ConsoleLine(long Number, string Resource, long Time, string Text, bool IsError);

namespace Aspire.Dashboard.Telemetry;

internal enum AnyKind : byte
{
    Empty,
    Text,
    Bool,
    Int,
    Double,
    List,
    Map,
    Bytes,
}

namespace Aspire.Dashboard.Otlp.Json;

/// <summary>How a field stands in JSON, and how on the wire.</summary>
internal enum JsonType
{
    Text,

    /// <summary>The bytes of an id, in hexadecimal: OTLP's own exception from Base64.</summary>
    Hex,
    Base64,
    Bool,

    /// <summary>An integer or an enum, as a number or a text.</summary>
    Varint,
    ZigZag,
    Fixed64,
    SignedFixed64,

    /// <summary>A number, or the text NaN, Infinity or -Infinity.</summary>
    Double,
    Message,
}

namespace Aspire.Dashboard.Assets;

/// <param name="Tag">Changes with the content.</param>
internal sealed record Asset(byte[] Content, string Type, string Tag);

using System.Text.Json;
using Shop.Contracts.Order.V1;

namespace Shop.Load.Journals;

/// <summary>What shoppers and administrators were told, a line each in a file: the shop has to have kept all of it.</summary>
internal sealed class Journal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file;

    public Journal(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _file = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    public static IReadOnlyList<JournalEntry> Read(string path) =>
        [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry)!)];

    public static string LineOf(JournalEntry entry) => JsonSerializer.Serialize(entry, JournalJson.Default.JournalEntry);

    public void Placed(string requestId, Order order) => Write(new JournalEntry(
        JournalKind.Placed, requestId, order.OrderId, order.Total.CurrencyCode, order.Total.MinorUnits, [.. order.Lines.Select(line => new JournalLine(line.Sku, line.Quantity))], ""));

    public void Refused(string requestId, string reason) => Write(new JournalEntry(JournalKind.Refused, requestId, "", "", 0, [], reason));

    public void Cancelled(string requestId, string orderId) => Write(new JournalEntry(JournalKind.Cancelled, requestId, orderId, "", 0, [], ""));

    public void Shipped(string requestId, string orderId, Shipment parcel) => Write(OfParcel(JournalKind.Shipped, requestId, orderId, parcel));

    public void Delivered(string requestId, string orderId, Shipment parcel) => Write(OfParcel(JournalKind.Delivered, requestId, orderId, parcel));

    public void Refunded(string requestId, string orderId, Refund refund) => Write(new JournalEntry(
        JournalKind.Refunded, requestId, orderId, refund.Amount.CurrencyCode, refund.Amount.MinorUnits, LinesOf(refund.Lines), "", refund.RefundId));

    public void Dispose() => _file.Dispose();

    private static JournalEntry OfParcel(JournalKind kind, string requestId, string orderId, Shipment parcel) =>
        new(kind, requestId, orderId, "", 0, LinesOf(parcel.Lines), "", parcel.ShipmentId);

    private static IReadOnlyList<JournalLine> LinesOf(IEnumerable<LineQuantity> lines) => [.. lines.Select(line => new JournalLine(line.Sku, line.Quantity))];

    private void Write(JournalEntry entry)
    {
        lock (_lock)
        {
            _file.WriteLine(LineOf(entry));
        }
    }
}

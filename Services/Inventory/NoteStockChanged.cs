using Shop.Contracts.Inventory.V1;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Inventory;

/// <summary>Every replica hears of every change: for those who watch there, and so that it does not rely on what is older.</summary>
internal sealed class NoteStockChanged(StockHints hints, StockWatchers watchers) : IIdempotentConsumer<StockChanged>
{
    public Task ConsumeAsync(StockChanged message, MessageContext context, CancellationToken cancellationToken)
    {
        hints.Outdate(message.Sku, message.Revision);
        watchers.Note(message.Sku);
        return Task.CompletedTask;
    }
}

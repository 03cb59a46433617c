namespace Aspire.Hosting.ApplicationModel;

/// <param name="EventTask">Ends when all handlers of the event are done.</param>
public record EventSnapshot(Task EventTask);

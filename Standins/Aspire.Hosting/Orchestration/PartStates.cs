using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Health;

namespace Aspire.Hosting.Orchestration;

/// <summary>Lets what is a part of another resource (a database of a server) come and go with it.</summary>
internal sealed class PartStates(DistributedApplicationModel model, ResourceNotificationService notifications)
{
    private readonly ILookup<IResource, IResource> _parts = model.Resources.Where(ResourceKinds.IsPart).ToLookup(part => ((IResourceWithParent)part).Parent);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(cancellationToken))
            {
                foreach (var part in _parts[change.Resource])
                {
                    await FollowAsync(part, change.Snapshot);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The application ends.
        }
    }

    private Task FollowAsync(IResource part, CustomResourceSnapshot parent)
    {
        var isSame = notifications.TryGetCurrentState(part.Name, out var now) && now.Snapshot.State?.Text == parent.State?.Text && now.Snapshot.StartTimeStamp == parent.StartTimeStamp;
        return isSame
            ? Task.CompletedTask
            : notifications.PublishUpdateAsync(part, snapshot => snapshot with
            {
                State = parent.State,
                StartTimeStamp = parent.StartTimeStamp,
                StopTimeStamp = parent.StopTimeStamp,
                ResourceReadyEvent = null,
                HealthReports = HealthReports.Unknown(part),
            });
    }
}

using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Standins.Tests.Aspire.Hosting;

internal static class RunningApp
{
    public static async Task<DistributedApplication> StartAsync(this IDistributedApplicationBuilder builder)
    {
        var app = builder.Build();
        await app.StartAsync().WaitAsync(TestApp.Patience);
        return app;
    }

    public static Task<ResourceEvent> WhenAsync(this DistributedApplication app, string id, Func<CustomResourceSnapshot, bool> predicate) =>
        app.ResourceNotifications.WaitForResourceAsync(id, e => predicate(e.Snapshot)).WaitAsync(TestApp.Patience);

    public static Task<ResourceEvent> WhenStateAsync(this DistributedApplication app, string id, string state) => app.WhenAsync(id, s => s.State?.Text == state);

    public static Task<ResourceEvent> WhenHealthyAsync(this DistributedApplication app, string id) => app.ResourceNotifications.WaitForResourceHealthyAsync(id).WaitAsync(TestApp.Patience);

    public static int PidOf(this ResourceEvent e) => (int)e.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value!;

    public static string[] IdsOf(this DistributedApplication app, string name) =>
        [.. ReplicasAnnotation.IdsOf(app.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(r => r.Name == name))];

    public static async Task<string> LogAsync(this DistributedApplication app, string id)
    {
        var lines = new List<string>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(id))
        {
            lines.AddRange(batch.Select(line => line.Content));
        }
        return string.Join('\n', lines);
    }
}

using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Start, stop and restart, for every resource that is a process.</summary>
internal static class LifecycleCommands
{
    public static void Add(ResourceRunner runner)
    {
        Add(runner, KnownResourceCommands.StartCommand, "Start", IsStartable, context => runner.StartAsync(context.ResourceName, context.CancellationToken));
        Add(runner, KnownResourceCommands.StopCommand, "Stop", IsStoppable, context => runner.StopAsync(context.ResourceName, context.CancellationToken));
        Add(runner, KnownResourceCommands.RestartCommand, "Restart", IsRunning, context => RestartAsync(runner, context));
    }

    private static async Task RestartAsync(ResourceRunner runner, ExecuteCommandContext context)
    {
        await runner.StopAsync(context.ResourceName, context.CancellationToken);
        await runner.StartAsync(context.ResourceName, context.CancellationToken);
    }

    private static void Add(ResourceRunner runner, string name, string displayName, Func<string?, bool> isEnabled, Func<ExecuteCommandContext, Task> execute) =>
        runner.Resource.Annotations.Add(new ResourceCommandAnnotation(
            name,
            displayName,
            context => isEnabled(context.ResourceSnapshot.State?.Text) ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
            async context =>
            {
                await execute(context);
                return CommandResults.Success();
            },
            displayDescription: null, parameter: null, confirmationMessage: null, iconName: null, iconVariant: null, isHighlighted: true));

    private static bool IsStartable(string? state) => state is null || state == KnownResourceStates.NotStarted || KnownResourceStates.TerminalStates.Contains(state);

    private static bool IsStoppable(string? state) => IsRunning(state) || state == KnownResourceStates.Starting || state == KnownResourceStates.Waiting;

    private static bool IsRunning(string? state) => state == KnownResourceStates.Running || state == KnownResourceStates.RuntimeUnhealthy;
}

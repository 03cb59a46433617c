using Yarp.ReverseProxy.Forwarder;

namespace Shop.Gateway;

/// <summary>
/// Logs the calls that the proxy lost. Its own log tells of every client that hangs up as well, which is how each stream of a
/// watched order ends.
/// </summary>
internal static partial class LostCalls
{
    public static void UseLostCallLog(this WebApplication app) => app.Use(async (context, next) =>
    {
        await next(context);

        if (context.GetForwarderErrorFeature() is { } failure && !context.RequestAborted.IsCancellationRequested)
        {
            LogLost(app.Logger, failure.Exception, context.Request.Path, failure.Error);
        }
    });

    [LoggerMessage(LogLevel.Warning, "{Rpc} was lost on its way: {Error}")]
    private static partial void LogLost(ILogger logger, Exception? exception, PathString rpc, ForwarderError error);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.Postgres;

/// <summary>
/// Until the database is migrated, answers whatever is not a probe with 503: gRPC clients read it as UNAVAILABLE and
/// try again.
/// </summary>
internal sealed class MigrationGate(MigrationState state) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, following) =>
        {
            if (state.IsMigrated || IsProbe(context.Request.Path))
            {
                return following(context);
            }

            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
        next(app);
    };

    private static bool IsProbe(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.Ordinal) || path.StartsWithSegments("/alive", StringComparison.Ordinal);
}

using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

/// <summary>The environment that a project is given by convention; what the AppHost says for itself comes later and wins.</summary>
internal static class ProjectEnvironment
{
    public static async Task AddAsync(EnvironmentCallbackContext context, IResourceBuilder<ProjectResource> project)
    {
        context.EnvironmentVariables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        if (context.ExecutionContext.IsPublishMode)
        {
            AddPublished(context, project.Resource);
        }
        else
        {
            AddConsole(context);
            await TelemetryEnvironment.AddAsync(context, project.ApplicationBuilder, project.Resource);
            AddLaunchProfile(context, project.Resource);
            AddUrls(context, project.Resource);
        }
    }

    private static void AddConsole(EnvironmentCallbackContext context)
    {
        context.EnvironmentVariables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        context.EnvironmentVariables["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
    }

    private static void AddLaunchProfile(EnvironmentCallbackContext context, ProjectResource project)
    {
        var variables = context.EnvironmentVariables;
        if (project.TryGetLastAnnotation<EffectiveLaunchProfileAnnotation>(out var launch))
        {
            variables.TryAdd("DOTNET_LAUNCH_PROFILE", launch.Name);
            foreach (var (name, value) in launch.Profile.EnvironmentVariables)
            {
                variables.TryAdd(name, Environment.ExpandEnvironmentVariables(value));
            }
        }
        var environmentName = project.Annotations.OfType<ProjectConventionsAnnotation>().Last().EnvironmentName;
        variables.TryAdd("ASPNETCORE_ENVIRONMENT", environmentName);
        variables.TryAdd("DOTNET_ENVIRONMENT", environmentName);
    }

    private static void AddUrls(EnvironmentCallbackContext context, ProjectResource project)
    {
        var endpoints = Listening(project).ToArray();
        if (HasKestrelEndpoints(project))
        {
            foreach (var endpoint in endpoints)
            {
                context.EnvironmentVariables[$"Kestrel__Endpoints__{endpoint.EndpointName}__Url"] = ListenUrl(endpoint, endpoint.EndpointAnnotation.TargetHost);
            }
            return;
        }
        if (endpoints.Length > 0)
        {
            var urls = new ReferenceExpressionBuilder();
            foreach (var endpoint in endpoints)
            {
                urls.AppendLiteral(urls.IsEmpty ? "" : ";");
                urls.Append($"{ListenUrl(endpoint, endpoint.EndpointAnnotation.TargetHost)}");
            }
            context.EnvironmentVariables.TryAdd("ASPNETCORE_URLS", urls.Build());
        }
        if (Array.Find(endpoints, e => e.IsHttps) is { } https)
        {
            context.EnvironmentVariables["ASPNETCORE_HTTPS_PORT"] = https.Property(EndpointProperty.Port);
        }
    }

    private static void AddPublished(EnvironmentCallbackContext context, ProjectResource project)
    {
        if (!project.HasAnnotationOfType<DisableForwardedHeadersAnnotation>() && project.GetEndpoints().Any())
        {
            context.EnvironmentVariables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
        }
        if (HasKestrelEndpoints(project))
        {
            foreach (var endpoint in Listening(project))
            {
                context.EnvironmentVariables[$"Kestrel__Endpoints__{endpoint.EndpointName}__Url"] = ListenUrl(endpoint, "*");
            }
            return;
        }
        if (Listening(project).FirstOrDefault(e => e.IsHttp) is { } http)
        {
            context.EnvironmentVariables["HTTP_PORTS"] = http.Property(EndpointProperty.TargetPort);
        }
    }

    private static ReferenceExpression ListenUrl(EndpointReference endpoint, string host) =>
        ReferenceExpression.Create($"{endpoint.Scheme}://{host}:{endpoint.Property(EndpointProperty.TargetPort)}");

    private static IEnumerable<EndpointReference> Listening(ProjectResource project) =>
        project.GetEndpoints().Where(e => (e.IsHttp || e.IsHttps) && EndpointEnvironmentFilterAnnotation.Includes(project, e.EndpointAnnotation));

    private static bool HasKestrelEndpoints(ProjectResource project) => project.Annotations.OfType<ProjectConventionsAnnotation>().Last().HasKestrelEndpoints;
}

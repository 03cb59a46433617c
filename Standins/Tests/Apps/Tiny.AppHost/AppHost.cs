var builder = DistributedApplication.CreateBuilder(args);

var token = builder.AddParameter("token", new GenerateParameterDefault { MinLength = 22 }, secret: true, persist: true);
var fail = builder.AddParameter("fail", () => builder.Configuration["Parameters:fail"] ?? "");

var first = builder.AddProject<Projects.Echo>("first")
    .WithEnvironment("TOKEN", token)
    .WithEnvironment("FAIL_AT_START", fail)
    .WithHttpHealthCheck("/health", endpointName: "probe");

builder.AddProject<Projects.Echo>("second")
    .WithEndpoint("http", endpoint => endpoint.Port = null)
    .WithEndpoint("probe", endpoint => endpoint.Port = null)
    .WithReplicas(2)
    .WithReference(first)
    .WaitFor(first)
    .WithHttpHealthCheck("/health", endpointName: "probe");

builder.AddExecutable("sleeper", "sleep", ".", "1000");
if (builder.Configuration["Twice"] == "true")
{
    builder.AddExecutable("sleeper", "sleep", ".", "1000");
}

builder.Build().Run();

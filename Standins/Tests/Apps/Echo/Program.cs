// A service that tells what it was given, and fails when it is asked to.
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(2));
if (builder.Configuration["FAIL_AT_START"] is { Length: > 0 } message)
{
    Console.Error.WriteLine(message);
    Environment.Exit(3);
}

var app = builder.Build();
app.MapGet("/health", () => Results.StatusCode(app.Configuration.GetValue("HEALTH_STATUS", 200)));
app.MapGet("/pid", () => Environment.ProcessId);
app.MapGet("/args", () => args);
app.MapGet("/environment", () => app.Environment.EnvironmentName);
app.MapGet("/variables", () => Environment.GetEnvironmentVariables());
app.MapGet("/exit/{code}", (int code) => Environment.Exit(code));
Console.WriteLine("echo started");
await app.RunAsync();

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Aspire.Hosting.Processes;
using RabbitMQ.Client.Exceptions;

namespace Aspire.Hosting.RabbitMQ;

/// <summary>Runs the machine's own RabbitMQ as one process, without the daemon (epmd) that Erlang would start beside it and leave behind.</summary>
internal sealed class RabbitMQServer(RabbitMQServerResource resource, string searchPath = RabbitMQServer.DefaultSearchPath) : INativeServer
{
    // Homebrew's second.
    private const string DefaultSearchPath = "/usr/lib/rabbitmq/bin:/opt/homebrew/opt/rabbitmq/sbin:/usr/local/opt/rabbitmq/sbin";

    private RabbitMQInstallation? _installation;

    public static string NodeName(RabbitMQServerResource resource) => $"{resource.Name}@localhost";

    public async Task PrepareAsync(NativeServerContext context, CancellationToken cancellationToken)
    {
        _installation = RabbitMQInstallation.Find(searchPath)
            ?? throw new DistributedApplicationException($"'{resource.Name}' needs RabbitMQ, which is not installed. Install it: sudo apt-get install rabbitmq-server");
        DataFolderUse.EnsureWritable(context);
        await DataFolderUse.WaitUntilFreeAsync(context, "beam.smp", cancellationToken);
        await new RabbitMQFiles(context.DataFolder).WriteAsync(_installation, Port(context), UserName(context), Password(context), cancellationToken);
    }

    public ProcessSpec CreateProcess(NativeServerContext context) =>
        new(_installation!.Server, [], new RabbitMQFiles(context.DataFolder).Environment(NodeName(resource), distributionPort: LoopbackPorts.Take()), context.DataFolder)
        {
            ClearEnvironment = true,
            ParentDeathSignal = UnixSignals.Term,
            StopTimeout = TimeSpan.FromSeconds(20),
        };

    public async Task<bool> IsReadyAsync(NativeServerContext context, CancellationToken cancellationToken) =>
        await ListensAsync(Port(context), cancellationToken) && await LogsInAsync(context, cancellationToken);

    // The broker opens its port last of all; to knock earlier costs nothing.
    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task<bool> LogsInAsync(NativeServerContext context, CancellationToken cancellationToken)
    {
        var user = UserName(context);
        var uri = string.Create(CultureInfo.InvariantCulture, $"amqp://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(Password(context))}@127.0.0.1:{Port(context)}");
        try
        {
            await using var connection = await RabbitMQLogin.ConnectAsync(uri, "readiness", cancellationToken);
            return true;
        }
        catch (BrokerUnreachableException exception) when (RabbitMQLogin.IsRefused(exception))
        {
            throw new DistributedApplicationException(
                $"The data of '{resource.Name}' was created with another user name or password than '{user}' and the value of parameter '{resource.PasswordParameter.Name}'. Restore that value, or delete '{context.DataFolder}' to start without its data.", exception);
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }

    private static int Port(NativeServerContext context) => context.Ports[RabbitMQServerResource.PrimaryEndpointName];

    private string UserName(NativeServerContext context) =>
        resource.UserNameParameter is { } parameter ? context.Secrets[parameter.Name] : RabbitMQServerResource.DefaultUserName;

    private string Password(NativeServerContext context) => context.Secrets[resource.PasswordParameter.Name];
}

using System.CommandLine;
using System.CommandLine.Parsing;

namespace Shop.Load.Smoke;

public static class SmokeCommand
{
    public static Command Create()
    {
        var gateway = new Option<Uri>("--gateway") { Description = "The gateway's address.", CustomParser = AddressOf, DefaultValueFactory = _ => new Uri("http://localhost:5080") };
        var timeout = new Option<int>("--timeout") { Description = "Seconds until the order must be confirmed.", DefaultValueFactory = _ => 30 };
        var command = new Command("smoke", "Buys one thing as a shopper does, over gRPC-Web, and watches the order to CONFIRMED.") { gateway, timeout };
        command.SetAction((parsed, cancellationToken) => SmokeRun.ExecuteAsync(parsed.GetValue(gateway)!, TimeSpan.FromSeconds(parsed.GetValue(timeout)), Console.Out, cancellationToken));
        return command;
    }

    // The library knows no Uri by itself.
    private static Uri? AddressOf(ArgumentResult argument)
    {
        if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
        {
            return address;
        }

        argument.AddError($"'{argument.Tokens[0].Value}' is no address such as http://localhost:5080.");
        return null;
    }
}

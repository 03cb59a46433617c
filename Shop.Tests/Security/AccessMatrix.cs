using System.Text;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Shop.Contracts.Types.V1;
using Shop.ServiceDefaults.Security;

namespace Shop.Tests.Security;

/// <summary>Who got how far at which rpc: a row an rpc, a column a caller.</summary>
internal sealed class AccessMatrix
{
    /// <summary>Got to the rpc itself, whatever it then said of the request.</summary>
    public const string In = "in";

    /// <summary>Got in without a token, as a new guest that the gateway made.</summary>
    public const string NewGuest = "guest";

    /// <summary>UNAUTHENTICATED.</summary>
    public const string Unknown = "401";

    /// <summary>PERMISSION_DENIED.</summary>
    public const string Denied = "403";

    /// <summary>NOT_FOUND: it is somebody else's.</summary>
    public const string NotYours = "404";

    /// <summary>UNIMPLEMENTED: the gateway has no such route.</summary>
    public const string NoRoute = "-";

    private readonly List<(string Rpc, string Access, IReadOnlyList<string> Cells)> _rows = [];
    private readonly string _title;
    private readonly IReadOnlyList<string> _columns;

    public AccessMatrix(string title, IReadOnlyList<string> columns) => (_title, _columns) = (title, columns);

    public void Add(MethodDescriptor rpc, IReadOnlyList<string> cells) => _rows.Add(($"{rpc.Service.Name}.{rpc.Name}", $"{AccessRules.Of(rpc)}", cells));

    /// <summary>The cell that the rpc's own declaration demands.</summary>
    /// <param name="access">What the rpc states.</param>
    /// <param name="role">The caller's role; null for nobody, empty for a token that is none of ours.</param>
    /// <param name="throughGateway">Whether it comes from outside.</param>
    public static string Declared(Access access, string? role, bool throughGateway) => (access, role) switch
    {
        (Access.Unspecified, _) => throughGateway ? NoRoute : Denied,
        (_, Roles.Service) when throughGateway => Denied,
        (Access.Service, _) when throughGateway => NoRoute,
        (Access.Public, _) => In,
        (Access.Caller, null) when throughGateway => NewGuest,
        (_, null or "") => Unknown,
        (Access.Caller, Roles.Guest or Roles.Customer or Roles.Admin) => In,
        (Access.Customer, Roles.Customer or Roles.Admin) => In,
        (Access.Admin, Roles.Admin) => In,
        (Access.Service, Roles.Service) => In,
        _ => Denied,
    };

    /// <summary>The cell that an outcome is.</summary>
    public static string Observed(RpcOutcome outcome, bool asNewGuest) => outcome switch
    {
        { Code: StatusCode.Unauthenticated } => Unknown,
        { Code: StatusCode.PermissionDenied } => Denied,
        { Code: StatusCode.NotFound } => NotYours,
        { Code: StatusCode.Unimplemented, Detail: "This rpc is not implemented yet." } => NoRoute,
        { Code: StatusCode.Unavailable or StatusCode.Internal or StatusCode.Unknown } => $"{outcome}",
        _ => asNewGuest ? NewGuest : In,
    };

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine($"## {_title}").AppendLine();
        var rows = _rows.Select(row => (string[])[row.Rpc, row.Access, .. row.Cells]).Prepend(["rpc", "access", .. _columns]).ToList();
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        foreach (var (row, index) in rows.Select((row, index) => (row, index)))
        {
            text.AppendLine($"| {string.Join(" | ", row.Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (index == 0)
            {
                text.AppendLine($"| {string.Join(" | ", widths.Select(width => new string('-', width)))} |");
            }
        }

        return text.ToString();
    }
}

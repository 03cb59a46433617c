using System.Text.Json;
using System.Text.Json.Serialization;
using Aspire.Dashboard.Api.Rows;
using Aspire.Dashboard.Live;
using Aspire.Dashboard.Overview;
using Aspire.Dashboard.Queries;
using Aspire.Dashboard.Resources;

namespace Aspire.Dashboard.Api;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(IReadOnlyList<ResourceView>))]
[JsonSerializable(typeof(IReadOnlyList<EnvironmentView>))]
[JsonSerializable(typeof(ParameterView))]
[JsonSerializable(typeof(CommandOutcome))]
[JsonSerializable(typeof(ConsoleBatch))]
[JsonSerializable(typeof(LogBatch))]
[JsonSerializable(typeof(LogDetails))]
[JsonSerializable(typeof(TraceBatch))]
[JsonSerializable(typeof(TraceDetails))]
[JsonSerializable(typeof(SpanDetails))]
[JsonSerializable(typeof(IReadOnlyList<InstrumentRow>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Chart))]
[JsonSerializable(typeof(ApplicationInfo))]
[JsonSerializable(typeof(OverviewDeclaration))]
[JsonSerializable(typeof(IReadOnlyList<OverviewTileData>))]
[JsonSerializable(typeof(LiveRequest))]
[JsonSerializable(typeof(string[][]))]
internal sealed partial class DashboardJson : JsonSerializerContext;

using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Projects;

internal sealed class DisableForwardedHeadersAnnotation : IResourceAnnotation;

namespace Aspire.Hosting.ApplicationModel;

public class ExplicitStartupAnnotation : IResourceAnnotation;

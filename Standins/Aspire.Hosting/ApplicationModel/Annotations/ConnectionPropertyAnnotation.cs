namespace Aspire.Hosting.ApplicationModel;

public class ConnectionPropertyAnnotation(string name, ReferenceExpression value) : IResourceAnnotation
{
    public string Name { get; } = name;

    public ReferenceExpression ReferenceExpression { get; } = value;
}

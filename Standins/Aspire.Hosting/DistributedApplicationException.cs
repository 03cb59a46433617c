namespace Aspire.Hosting;

/// <summary>An error that the author or user of the AppHost can mend; shown as one line, without a stack trace.</summary>
public class DistributedApplicationException : Exception
{
    public DistributedApplicationException()
    {
    }

    public DistributedApplicationException(string message) : base(message)
    {
    }

    public DistributedApplicationException(string message, Exception? inner) : base(message, inner)
    {
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;

namespace Standins.Tests.References;

/// <summary>
/// A real assembly that was compiled against an official leaf finds in the stand-in all that it names there, so that it cannot fail
/// on it at run time. The runtime itself resolves: namespace, name, signature, return type.
/// </summary>
public sealed class RealAssemblyReferencesTests
{
    // In place of whatever generic parameters a reference mentions; more than any of them has.
    private static readonly Type[] AnyArguments = [.. Enumerable.Repeat(typeof(object), 8)];

    /// <summary>A real assembly, and a stand-in that it was not compiled against. The test project references the package of the first.</summary>
    public static TheoryData<string, string> Pairs => new()
    {
        { "Grpc.AspNetCore.Server", "Grpc.Core.Api" },
        { "Grpc.AspNetCore.Server", "Grpc.Net.Common" },
        { "Grpc.Net.Client", "Grpc.Core.Api" },
        { "Grpc.Net.Client", "Grpc.Net.Common" },
        { "StackExchange.Redis", "Pipelines.Sockets.Unofficial" },
        { "StackExchange.Redis", "System.IO.Hashing" },
        { "Yarp.ReverseProxy", "System.IO.Hashing" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Leaf_HasTheIdentityThatIsAskedFor(string assembly, string leaf)
    {
        using var references = new LeafReferences(Assembly.Load(assembly), leaf);
        var present = Assembly.Load(leaf).GetName();

        present.GetPublicKeyToken().ShouldBe(references.Identity.GetPublicKeyToken());
        present.Version.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(references.Identity.Version);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void References_ResolveInTheLeaf(string assembly, string leaf)
    {
        var real = Assembly.Load(assembly);
        using var references = new LeafReferences(real, leaf);
        (int Token, string Name)[] all = [.. references.Types, .. references.Members];

        all.ShouldNotBeEmpty();
        all.Select(reference => Problem(real, leaf, reference.Token, reference.Name)).OfType<string>().Distinct().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Overrides_HaveSomethingToOverride(string assembly, string leaf)
    {
        // That all types load at all says that no abstract member is left without an implementation.
        var types = Assembly.Load(assembly).GetTypes();

        var orphans =
            from type in types
            where Bases(type).Any(parent => parent.Assembly.GetName().Name == leaf)
            from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where method.IsVirtual && !method.Attributes.HasFlag(MethodAttributes.NewSlot) && method.GetBaseDefinition() == method
            select $"{type}.{method}";
        orphans.ShouldBeEmpty();
    }

    private static string? Problem(Assembly real, string leaf, int token, string name)
    {
        try
        {
            var member = real.ManifestModule.ResolveMember(token, AnyArguments, AnyArguments);
            return member is not null && IsAccessible(member, real.GetName().Name!) ? null : $"{name} of {leaf} is not accessible";
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException or ArgumentException or BadImageFormatException)
        {
            return $"{name} of {leaf}: {exception.Message}";
        }
    }

    private static bool IsAccessible(MemberInfo member, string from) => member switch
    {
        Type type => type.IsVisible || IsFriend(type.Assembly, from),
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly || (method.IsAssembly && IsFriend(method.Module.Assembly, from)),
        FieldInfo field => field.IsPublic || field.IsFamily || (field.IsAssembly && IsFriend(field.Module.Assembly, from)),
        _ => false,
    };

    private static bool IsFriend(Assembly leaf, string from) =>
        leaf.GetCustomAttributes<InternalsVisibleToAttribute>().Any(friend => new AssemblyName(friend.AssemblyName).Name == from);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType) yield return parent;
    }
}

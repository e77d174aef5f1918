using System.Xml.Linq;
using EmoVoid.Testing;

namespace EmoVoid.Architecture;

/// <summary>Who may know whom. The project files are read as they stand, so that a new arrow fails here before anything is built on it.</summary>
public class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["EmoVoid.Contracts"] = [],
        ["EmoVoid.Safetensors"] = [],
        ["EmoVoid.Core"] = ["EmoVoid.Contracts", "EmoVoid.Safetensors"],
        ["EmoVoid.Daemon"] = ["EmoVoid.Core"],
        ["EmoVoid.Training"] = ["EmoVoid.Contracts", "EmoVoid.Safetensors"],
        ["EmoVoid.Trainer"] = ["EmoVoid.Training"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void Every_project_of_src_is_known_here() =>
        Assert.Equal(
            Allowed.Keys.Order(),
            Directory.GetDirectories(Repository.Path("src")).Select(folder => System.IO.Path.GetFileName(folder)!).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_what_the_house_allows(string project) =>
        Assert.Equal(Allowed[project].Order(), References(project).Order());

    [Theory]
    [InlineData("EmoVoid.Contracts")]
    [InlineData("EmoVoid.Safetensors")]
    public void The_shared_libraries_use_the_base_class_library_alone(string project) =>
        Assert.Empty(ProjectFile(project).Descendants("PackageReference"));

    [Fact]
    public void The_daemon_builds_the_trainer_but_does_not_know_it()
    {
        var buildOnly = ProjectFile("EmoVoid.Daemon").Descendants("ProjectReference").Where(IsBuildOrderOnly).Select(NameOf);
        Assert.Equal(["EmoVoid.Trainer"], buildOnly);
    }

    private static IEnumerable<string> References(string project) =>
        ProjectFile(project).Descendants("ProjectReference").Where(reference => !IsBuildOrderOnly(reference)).Select(NameOf);

    private static bool IsBuildOrderOnly(XElement reference) => (string?)reference.Attribute("ReferenceOutputAssembly") == "false";

    private static string NameOf(XElement reference) => System.IO.Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!);

    private static XDocument ProjectFile(string project) => XDocument.Load(Repository.Path("src", project, project + ".csproj"));
}

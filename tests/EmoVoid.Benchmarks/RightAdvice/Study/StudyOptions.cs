using System.Globalization;

namespace EmoVoid.Benchmarks.RightAdvice.Study;

/// <summary>What <c>tests/right-advice</c> is asked for.</summary>
/// <param name="AskedSeed">Null: the size's own.</param>
/// <param name="SoFar">Whether the figures of the runs that are done are all that is wanted.</param>
/// <param name="Worker">Whether this process was started by another one, to train and measure alone.</param>
internal sealed record StudyOptions(StudySize Size, string Out, long? AskedSeed, int Jobs, bool SoFar, bool Worker)
{
    public const string Usage = """
        usage: tests/right-advice [options]    how good the light's choice of a checkpoint is, where truth can be measured
          --quick        six subjects, one seed, smaller samples        (22 subjects, two seeds: about an hour on two cores)
          --smoke        one subject and a few steps: whether it works at all; its figures mean nothing
          --out DIR      where the figures are written; a study that was cut goes on there   (artifacts/right-advice/SIZE)
          --so-far       trains nothing: the figures of the runs that are done
          --seed N       of the subjects and of all else that is random                      (15; 14 of --quick and --smoke)
          --jobs N       processes at work, of one thread each                               (one for each core)
        """;

    public long Seed => AskedSeed ?? Size.UsualSeed;

    /// <exception cref="FormatException">Options are not known, or their values make no sense; the message names all of them.</exception>
    public static StudyOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new StudyOptions(StudySize.Full, "", AskedSeed: null, Environment.ProcessorCount, SoFar: false, Worker: false);
        var (problems, rest) = (new List<string>(), new Queue<string>(arguments));
        while (rest.TryDequeue(out var name))
            options = options.With(name, rest, problems);
        if (arguments.Contains("--quick") && arguments.Contains("--smoke"))
            problems.Add("--quick and --smoke are two sizes: give one of them.");
        return problems.Count == 0 ? options with { Out = Path.GetFullPath(options.Out.Length > 0 ? options.Out : OutOf(options.Size)) } : throw new FormatException(string.Join(Environment.NewLine, problems));
    }

    /// <summary>Beside the build's folder <c>bin</c>, which git does not look at.</summary>
    private static string OutOf(StudySize size) => Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "right-advice", size.Name);

    private StudyOptions With(string name, Queue<string> rest, List<string> problems)
    {
        switch (name)
        {
            case "--quick": return this with { Size = StudySize.Quick };
            case "--smoke": return this with { Size = StudySize.Smoke };
            case "--so-far": return this with { SoFar = true };
            case "--worker": return this with { Worker = true };
            case "--out": return rest.TryDequeue(out var folder) && folder.Length > 0 ? this with { Out = folder } : Bad("--out wants a folder.");
            case "--seed": return Number(0, "a whole number from 0 on") is { } seed ? this with { AskedSeed = seed } : this;
            case "--jobs": return Number(1, "a whole number of at least 1") is { } jobs ? this with { Jobs = (int)jobs } : this;
            default: return Bad($"'{name}' is not an option.");
        }

        StudyOptions Bad(string problem)
        {
            problems.Add(problem);
            return this;
        }

        long? Number(int least, string wanted)
        {
            var text = rest.TryDequeue(out var value) ? value : null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least)
                return number;
            problems.Add($"{name} wants {wanted}, not '{text}'.");
            return null;
        }
    }
}

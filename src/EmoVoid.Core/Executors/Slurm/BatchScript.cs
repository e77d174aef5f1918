using System.Text;
using EmoVoid.Contracts.Events;
using EmoVoid.Core.Trainers;

namespace EmoVoid.Core.Executors.Slurm;

/// <summary>What a job is asked to have; null: left to Slurm.</summary>
/// <param name="Memory">As Slurm writes it.</param>
/// <param name="TimeLimit">Likewise.</param>
internal sealed record JobRequest(string Name, JobTag Tag, string? Memory, string? TimeLimit);

/// <summary>Writes the batch script of a job: all of its options are in it, so that a person can read and submit it too.</summary>
internal sealed class BatchScript(SlurmOptions options, PathMap paths)
{
    /// <summary>The job's exit codes that are the script's own, and no trainer's.</summary>
    public const int NoFolder = 71, NoTrainer = 72;

    /// <summary>A job gets no more of the daemon's environment than these: it may hold keys.</summary>
    private static readonly string[] Passed = ["HOME", "PATH", "USER", "LANG", "TZ", "LD_LIBRARY_PATH", "DOTNET_ROOT", "EMOVOID_LIBTORCH"];

    public string Write(JobRequest request, TrainerCall call, JobFiles files, string logFile)
    {
        var script = new StringBuilder("#!/bin/bash\n");
        foreach (var line in Options(request))
            script.Append("#SBATCH ").Append(line).Append('\n');
        script.Append(Beginning(request, files, logFile));
        script.Append(Exports(call, files));
        foreach (var line in options.Setup)
            script.Append(line).Append('\n');
        script.Append(Work(call, files));
        return script.ToString();
    }

    private IEnumerable<string> Options(JobRequest request)
    {
        yield return $"--job-name={request.Name}";
        yield return $"--comment={request.Tag}";
        foreach (var (option, value) in new[]
        {
            ("partition", options.Partition), ("account", options.Account), ("qos", options.Qos), ("gres", options.Gres), ("constraint", options.Constraint),
            ("mem", request.Memory), ("time", request.TimeLimit), ("cpus-per-task", options.Cpus?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        })
            if (value is not null)
                yield return $"--{option}={value}";
        yield return "--nodes=1";
        yield return "--ntasks=1";
        // The script opens its files itself, so that it can say which are not there.
        yield return "--output=/dev/null";
        yield return "--chdir=/";
        yield return $"--export={string.Join(",", Passed)}";
        yield return FormattableString.Invariant($"--signal=B:TERM@{options.LeaveBefore}");
        yield return "--requeue";
        foreach (var line in options.Lines)
            yield return line;
    }

    private string Beginning(JobRequest request, JobFiles files, string logFile) => $$"""

        # Run {{request.Tag.Run}} of EmoVoid.Daemon. The files beside this one are how the two speak.
        folder={{There(files.Folder)}}
        journal={{There(files.Journal)}}
        events={{There(files.Events)}}
        note() { printf '%s\n' "$*" >> "$journal"; }
        [ -d "$folder" ] && note {{JobJournal.Begin}} "$SLURM_JOB_ID" "${SLURM_RESTART_COUNT:-0}" "${SLURMD_NODENAME:-$(hostname)}" "$(date +%s)" || exit {{NoFolder}}
        exec >> {{There(logFile)}} 2>&1

        """;

    private string Exports(TrainerCall call, JobFiles files)
    {
        var exports = new StringBuilder();
        foreach (var (name, value) in call.Environment.Where(pair => pair.Key is not (TrainerVariables.Parent or TrainerVariables.LeaveWithin)))
            exports.Append("export ").Append(name).Append('=').Append(There(value)).Append('\n');
        if (call.HearsWords)
            exports.Append("export ").Append(TrainerVariables.Events).Append("=\"$events\"\nexport ").Append(TrainerVariables.Commands).Append('=').Append(There(files.Commands)).Append('\n');
        return exports.ToString();
    }

    // A signal that comes before there is a trainer is passed on when there is one. Each one interrupts a wait, so that it has to be waited for again.
    private string Work(TrainerCall call, JobFiles files)
    {
        var program = options.Trainer is { } trainer && call.HearsWords ? Quote(trainer) : There(call.Program);
        // What another trainer says on standard output is for people and for the daemon.
        var (ear, output, deaf, heard) = call.HearsWords ? ("", "", "", "") : ("exec 3> >(exec tee -a \"$events\")\nlistener=$!\n", " >&3", "exec 3>&-\n", "wait \"$listener\"\n");
        return $$"""
            program={{program}}
            cd {{There(call.Folder)}} || { note {{JobJournal.Trouble}} "the folder "{{There(call.Folder)}}" is not there"; exit {{NoTrainer}}; }
            [ -x "$program" ] || { note {{JobJournal.Trouble}} "the trainer $program is not there"; exit {{NoTrainer}}; }
            told=0
            leave() { told=$((told + 1)); note {{JobJournal.Leave}} "$(date +%s)"; [ -z "$trainer" ] || kill -TERM "$trainer" 2> /dev/null; }
            trap leave TERM INT
            {{ear}}"$program" {{string.Join(" ", Arguments(call, files))}} < /dev/null{{output}} &
            trainer=$!
            {{deaf}}[ "$told" -eq 0 ] || kill -TERM "$trainer" 2> /dev/null
            while :; do
                before=$told
                wait "$trainer"
                code=$?
                [ "$told" -eq "$before" ] && break
            done
            {{heard}}note {{JobJournal.Ended}} "$SLURM_JOB_ID" "${SLURM_RESTART_COUNT:-0}" "$code" "$(wc -c < "$events" 2> /dev/null || echo 0)"
            exit "$code"

            """;
    }

    private IEnumerable<string> Arguments(TrainerCall call, JobFiles files) => call.HearsWords
        ? [Quote(call.Arguments[0]), There(files.Plan)]
        : call.Arguments.Select(Quote);

    private string There(string path) => Quote(paths.There(path));

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

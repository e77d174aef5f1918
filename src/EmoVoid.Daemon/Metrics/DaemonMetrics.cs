using Prometheus;

namespace EmoVoid.Daemon.Metrics;

/// <summary>Everything that <c>/metrics</c> shows. Only runs at work have a label of their own, so that the series do not grow with the years.</summary>
internal sealed class DaemonMetrics
{
    private const string Run = "run";

    public DaemonMetrics()
    {
        var make = Prometheus.Metrics.WithCustomRegistry(Registry);
        Info = make.CreateGauge("emovoid_info", "Always 1; the version is a label.", "version");
        Runs = make.CreateGauge("emovoid_runs", "Runs by state.", "state");
        QueueLength = make.CreateGauge("emovoid_queue_length", "Runs that wait.");
        QueueHeld = make.CreateGauge("emovoid_queue_held", "1 while a person holds the queue.");
        QueueLook = make.CreateGauge("emovoid_queue_look_seconds", "How long the last look at the queue took.", new GaugeConfiguration { SuppressInitialValue = true });
        Warnings = make.CreateGauge("emovoid_health_warnings", "What a person should know of the daemon although it works.");
        Problems = make.CreateGauge("emovoid_health_problems", "What keeps the daemon from its work.");
        StateFolderFree = make.CreateGauge("emovoid_state_folder_free_bytes", "Free space on the state folder's file system.");
        OutboxWaiting = make.CreateGauge("emovoid_outbox_waiting", "Messages that wait for their receivers.");
        StepSeconds = make.CreateHistogram(
            "emovoid_step_seconds", "How long a step takes, over all runs.", new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.01, 2, 14) });
        RequestSeconds = make.CreateHistogram(
            "emovoid_http_request_seconds", "How long an answer takes, by route; of a stream, how long it was open.", ["method", "route", "status"],
            new HistogramConfiguration { Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

        Gauge OfRun(string name, string help)
        {
            var gauge = make.CreateGauge("emovoid_run_" + name, help, Run);
            OfRuns.Add(gauge);
            return gauge;
        }

        Step = OfRun("step", "The last step of a run at work.");
        Steps = OfRun("steps", "How many steps a run at work is to take.");
        Loss = OfRun("loss", "Mean squared error of the last step.");
        MediumLoss = OfRun("medium_loss", "The average loss that the light compares with the stop loss.");
        StopLoss = OfRun("stop_loss", "The average loss at or below which a calm run turns the light on.");
        LearningRate = OfRun("learning_rate", "The learning rate that EmoVoid made for the last step.");
        Calm = OfRun("calm", "How calm the run is; the light asks for 0.3.");
        Light = OfRun("light", "1 while the early-stop light is on.");
        SecondsLeft = OfRun("seconds_left", "Until the last step, at the pace of the last ones.");
        TrainerResident = OfRun("trainer_resident_bytes", "The host's memory that the run's trainer takes; absent for a trainer elsewhere.");
        DotNetStats.Register(Registry);
    }

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public Gauge Info { get; }
    public Gauge Runs { get; }
    public Gauge QueueLength { get; }
    public Gauge QueueHeld { get; }
    public Gauge QueueLook { get; }
    public Gauge Warnings { get; }
    public Gauge Problems { get; }
    public Gauge StateFolderFree { get; }
    public Gauge OutboxWaiting { get; }
    public Histogram StepSeconds { get; }
    public Histogram RequestSeconds { get; }
    public Gauge Step { get; }
    public Gauge Steps { get; }
    public Gauge Loss { get; }
    public Gauge MediumLoss { get; }
    public Gauge StopLoss { get; }
    public Gauge LearningRate { get; }
    public Gauge Calm { get; }
    public Gauge Light { get; }
    public Gauge SecondsLeft { get; }
    public Gauge TrainerResident { get; }

    /// <summary>Those with a label for each run at work.</summary>
    public List<Gauge> OfRuns { get; } = [];
}

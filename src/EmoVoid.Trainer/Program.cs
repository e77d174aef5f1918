using EmoVoid.Trainer;

// Everything for programs goes to standard output, a JSON line each; everything for people to standard error.
const string usage = """
    usage: EmoVoid.Trainer train PLAN.json    trains what the plan says; an event a line on standard output
           EmoVoid.Trainer sample PLAN.json   makes the contact sheet that the plan describes
           EmoVoid.Trainer inspect            decodes the pictures whose paths come on standard input; an answer a line
           EmoVoid.Trainer pretrain FOLDER [RECIPE.json]
                                              trains a base like anima-nano from nothing; again, and it goes on where it was stopped
           EmoVoid.Trainer devices            says what it can compute on, in one line
    """;

return args switch
{
    ["train", var plan] => TrainCommand.Run(plan),
    ["sample", var plan] => SampleCommand.Run(plan),
    ["pretrain", var folder] => PretrainCommand.Run(folder, recipeFile: null),
    ["pretrain", var folder, var recipe] => PretrainCommand.Run(folder, recipe),
    ["inspect"] => InspectCommand.Run(Console.In, Console.Out),
    ["devices"] => DevicesCommand.Run(Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(usage);
    return (int)EmoVoid.Contracts.Events.TrainerExitCode.BadPlan;
}

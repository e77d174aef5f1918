namespace EmoVoid.Core.Inbox.Preflight.Rules;

/// <summary>The device is there.</summary>
internal sealed class DeviceRule : IPreflightRule
{
    public IEnumerable<Finding> Check(Candidate candidate) => candidate.Device.Problem is { } problem ? [Finding.Problem(problem)] : [];
}

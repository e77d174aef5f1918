using Microsoft.Extensions.Logging;

namespace EmoVoid.Core;

// Notifications 4200–4299.
internal static partial class NotificationsLog
{
    [LoggerMessage(4200, LogLevel.Warning, "Messages cannot be made; it is tried again in {Wait}")]
    internal static partial void NoticesWait(this ILogger log, Exception exception, TimeSpan wait);

    [LoggerMessage(4201, LogLevel.Warning, "Messages to {Receiver} cannot be read or marked; it is tried again in {Wait}")]
    internal static partial void DeliveriesWait(this ILogger log, Exception exception, string receiver, TimeSpan wait);

    [LoggerMessage(4202, LogLevel.Warning, "The message {Event} to {Receiver} was not taken and is tried again: {Problem}")]
    internal static partial void DeliveryFailed(this ILogger log, string @event, string receiver, string problem);

    [LoggerMessage(4203, LogLevel.Warning, "The message {Event} to {Receiver} is given up after {Attempts} tries: {Problem}")]
    internal static partial void DeliveryGivenUp(this ILogger log, string @event, string receiver, int attempts, string problem);

    [LoggerMessage(4204, LogLevel.Warning, "A message {Event} could not be kept and is lost")]
    internal static partial void NoticeLost(this ILogger log, Exception exception, string @event);

    [LoggerMessage(4210, LogLevel.Information, "Connected to the MQTT broker {Broker}")]
    internal static partial void BrokerConnected(this ILogger log, string broker);

    [LoggerMessage(4211, LogLevel.Warning, "The MQTT broker {Broker} cannot be reached ({Why}); it is tried again until it can")]
    internal static partial void BrokerLost(this ILogger log, string broker, string why);

    [LoggerMessage(4212, LogLevel.Information, "The button {Button} was pressed over MQTT")]
    internal static partial void ButtonPressed(this ILogger log, string button);

    [LoggerMessage(4214, LogLevel.Warning, "What MQTT is told could not be found out; it is tried again")]
    internal static partial void StateUnknown(this ILogger log, Exception exception);

    [LoggerMessage(4213, LogLevel.Warning, "The button {Button} was pressed over MQTT and did not do its work")]
    internal static partial void ButtonFailed(this ILogger log, Exception exception, string button);
}

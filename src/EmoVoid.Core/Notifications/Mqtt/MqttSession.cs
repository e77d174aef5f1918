using System.Text;
using EmoVoid.Core.Runs;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EmoVoid.Core.Notifications.Mqtt;

/// <summary>One connection to a broker, from its birth message to its end.</summary>
internal sealed class MqttSession : IDisposable
{
    /// <summary>Runs tell many steps a second; people look once.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>A look without news, for what tells none: health, settings.</summary>
    private const int BeatsBetweenLooks = 15;

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _lost = new();
    private readonly MqttOptions _options;
    private readonly MqttTopics _topics;
    private readonly MqttStateSource _state;
    private readonly SheetPicture _sheet;
    private readonly MqttButtons _buttons;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private volatile bool _isBirthDue = true;
    private volatile bool _isPressed;
    private bool _isUnknown;

    public MqttSession(MqttOptions options, MqttStateSource state, SheetPicture sheet, MqttButtons buttons, TimeProvider time, ILogger log)
    {
        (_options, _topics, _state, _sheet, _buttons, _time, _log) = (options, new MqttTopics(options), state, sheet, buttons, time, log);
        _client.ApplicationMessageReceivedAsync += Receive;
        _client.DisconnectedAsync += _ => _lost.CancelAsync();
    }

    /// <summary>Connects, and returns when the broker has taken the daemon in.</summary>
    public async Task Connect(CancellationToken stop)
    {
        var answer = await _client.ConnectAsync(Connection(), stop);
        if (answer.ResultCode != MqttClientConnectResultCode.Success)
            throw new IOException($"it answered {answer.ResultCode}");
        var topics = new MqttClientFactory().CreateSubscribeOptionsBuilder()
            .WithTopicFilter(_topics.HomeAssistantStatus).WithTopicFilter(_topics.Commands, MqttQualityOfServiceLevel.AtLeastOnce).Build();
        await _client.SubscribeAsync(topics, stop);
    }

    /// <summary>Publishes until the connection is lost, or the daemon stops and has said so.</summary>
    /// <param name="news">Read to its present end at every beat.</param>
    public async Task Follow(RunFeed.Subscription news, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_lost.Token, stop);
        try
        {
            await Publish(news, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }

        if (stop.IsCancellationRequested && _client.IsConnected)
            await Leave();
    }

    public void Dispose()
    {
        _client.Dispose();
        _lost.Dispose();
    }

    private MqttClientOptions Connection()
    {
        var builder = new MqttClientFactory().CreateClientOptionsBuilder()
            .WithTcpServer(_options.Host!, _options.ActualPort).WithProtocolVersion(MqttProtocolVersion.V311).WithClientId($"emovoid-{_options.DeviceId}").WithCleanSession()
            .WithTimeout(TimeSpan.FromSeconds(10)).WithKeepAlivePeriod(TimeSpan.FromSeconds(30))
            .WithWillTopic(_topics.Availability).WithWillPayload(MqttTopics.Offline).WithWillRetain().WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (!string.IsNullOrEmpty(_options.User))
            builder.WithCredentials(_options.User, _options.Password ?? "");
        if (_options.Tls)
            builder.WithTlsOptions(tls => tls.UseTls());
        return builder.Build();
    }

    private async Task Publish(RunFeed.Subscription news, CancellationToken end)
    {
        string? told = null;
        for (var beat = 0; ; beat++)
        {
            var (isNews, isSheet) = Read(news);
            if (_isBirthDue)
            {
                _isBirthDue = false;
                await Birth(end);
                (told, isNews, isSheet) = (null, true, true);
            }

            if (isSheet && Gather(_sheet.Last) is { } picture)
                await Send(_topics.Sheet, picture, end);
            if (isNews || _isPressed || beat % BeatsBetweenLooks == 0)
            {
                _isPressed = false;
                if (Gather(() => _state.Now().ToJson()) is { } now && now != told)
                    await Send(_topics.State, Encoding.UTF8.GetBytes(told = now), end);
            }

            await Task.Delay(Beat, _time, end);
        }
    }

    // A database that does not answer, or a picture that cannot be read, is no reason to leave the broker.
    private T? Gather<T>(Func<T?> gather)
        where T : class
    {
        try
        {
            var found = gather();
            _isUnknown = false;
            return found;
        }
#pragma warning disable CA1031 // As said above, whatever it is; the next beat tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_isUnknown)
                _log.StateUnknown(e);
            _isUnknown = true;
            return null;
        }
    }

    private async Task Birth(CancellationToken end)
    {
        await Send(_topics.Discovery, Encoding.UTF8.GetBytes(HomeAssistantDevice.Describe(_topics)), end);
        await Send(_topics.Availability, Encoding.UTF8.GetBytes(MqttTopics.Online), end);
    }

    private async Task Leave()
    {
        await Send(_topics.Availability, Encoding.UTF8.GetBytes(MqttTopics.Offline), CancellationToken.None);
        await _client.DisconnectAsync(new MqttClientFactory().CreateClientDisconnectOptionsBuilder().Build(), CancellationToken.None);
    }

    // Kept by the broker: whoever comes later finds the last word.
    private async Task Send(string topic, byte[] payload, CancellationToken cancel) => await _client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithRetainFlag().WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), cancel);

    private static (bool IsNews, bool IsSheet) Read(RunFeed.Subscription news)
    {
        var (isNews, isSheet) = (false, false);
        while (news.News.TryRead(out var one))
        {
            isNews = true;
            isSheet |= one is RunMoved { Run.State: RunState.Completed };
        }
        return (isNews, isSheet);
    }

    private Task Receive(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage;
        if (message.Topic == _topics.HomeAssistantStatus)
            _isBirthDue |= message.ConvertPayloadToString() == MqttTopics.Online;
        else if (!message.Retain) // a press that the broker kept would be pressed again at every connection
            Press(message.Topic[(message.Topic.LastIndexOf('/') + 1)..]);
        return Task.CompletedTask;
    }

    private void Press(string button)
    {
        try
        {
            if (_buttons.Press(button))
                _log.ButtonPressed(button);
            _isPressed = true;
        }
#pragma warning disable CA1031 // As a database that does not answer: the connection stays.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _log.ButtonFailed(e, button);
        }
    }
}

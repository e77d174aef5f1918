using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using EmoVoid.EndToEnd.Harness;
using EmoVoid.Testing;
using MQTTnet;
using MQTTnet.Protocol;

namespace EmoVoid.EndToEnd.Notifications;

/// <summary>A real broker on a free loopback port that asks for a password, and somebody who listens there to everything.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    public const string User = "emovoid", Password = "a-password-of-the-tests";

    private static readonly string? Program = new[] { "/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/bin/mosquitto" }.FirstOrDefault(File.Exists);

    private readonly TemporaryFolder _folder = new();
    private Process? _process;
    private IMqttClient? _listener;

    private Mosquitto(int port) => Port = port;

    public int Port { get; }

    /// <summary>Every message, with whether the broker had kept it from before.</summary>
    public ConcurrentQueue<(string Topic, byte[] Payload, bool WasKept)> Heard { get; } = new();

    public string[] Settings => ["EmoVoid:Mqtt:Host=127.0.0.1", $"EmoVoid:Mqtt:Port={Port}", $"EmoVoid:Mqtt:User={User}", $"EmoVoid:Mqtt:Password={Password}"];

    /// <summary>Skips the test where there is no mosquitto.</summary>
    public static async Task<Mosquitto> Start()
    {
        Assert.SkipWhen(Program is null, "mosquitto is not installed (apt-get install mosquitto)");
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var broker = new Mosquitto(((IPEndPoint)port.LocalEndpoint).Port);
        port.Stop();
        var passwords = broker._folder["passwords"];
        var made = await Programs.Run("mosquitto_passwd", ["-b", "-c", passwords, User, Password]);
        Assert.True(made.ExitCode == 0, made.Error);
        broker._folder.Write("mosquitto.conf", $"listener {broker.Port} 127.0.0.1\nallow_anonymous false\npassword_file {passwords}\npersistence false\nuser {Environment.UserName}\n");
        await broker.Up();
        return broker;
    }

    public async Task Up()
    {
        _process = Process.Start(new ProcessStartInfo(Program!, ["-c", _folder["mosquitto.conf"]]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        await Wait.Until(async () => await Listens(), () => $"mosquitto listens at {Port}");
        Heard.Clear();
        _listener = await Connect();
        _listener.ApplicationMessageReceivedAsync += received =>
        {
            Heard.Enqueue((received.ApplicationMessage.Topic, Bytes(received.ApplicationMessage), received.ApplicationMessage.Retain));
            return Task.CompletedTask;
        };
        await _listener.SubscribeAsync("#");
    }

    public async Task Down()
    {
        _listener?.Dispose();
        if (_process is { HasExited: false })
            _process.Kill();
        await _process!.WaitForExitAsync();
    }

    public async Task<IMqttClient> Connect()
    {
        var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientFactory().CreateClientOptionsBuilder().WithTcpServer("127.0.0.1", Port).WithCredentials(User, Password).Build());
        return client;
    }

    public async Task Say(string topic, string payload, bool keep = false) => await _listener!.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithRetainFlag(keep).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());

    /// <summary>What somebody who comes now finds at a topic; null: nothing is kept there.</summary>
    public async Task<string?> Kept(string topic)
    {
        using var visitor = await Connect();
        string? found = null;
        var end = new TaskCompletionSource();
        visitor.ApplicationMessageReceivedAsync += received =>
        {
            if (received.ApplicationMessage.Topic == topic)
                found = Encoding.UTF8.GetString(Bytes(received.ApplicationMessage));
            else
                end.TrySetResult();
            return Task.CompletedTask;
        };
        await visitor.SubscribeAsync(topic);
        // What is kept comes before what the visitor says afterwards.
        var echo = $"visitor/{Guid.NewGuid()}";
        await visitor.SubscribeAsync(echo);
        await visitor.PublishAsync(new MqttApplicationMessageBuilder().WithTopic(echo).WithPayload("here").Build());
        await end.Task.WaitAsync(Wait.Patience);
        return found;
    }

    public int Count(string topic) => Heard.Count(message => message.Topic == topic);

    public string? Last(string topic) => Heard.LastOrDefault(message => message.Topic == topic) is { Topic: not null } last ? Encoding.UTF8.GetString(last.Payload) : null;

    /// <summary>Waits until the daemon's state is so.</summary>
    public Task Until(Predicate<JsonNode> isSo, Func<string> log) => Wait.Until(
        () => Last("emovoid/emovoid/state") is { } state && isSo(JsonNode.Parse(state)!), () => $"{Last("emovoid/emovoid/state")}\n{log()}");

    public async ValueTask DisposeAsync()
    {
        await Down();
        _process!.Dispose();
        _folder.Dispose();
    }

    private static byte[] Bytes(MqttApplicationMessage message)
    {
        var bytes = new byte[message.Payload.Length];
        System.Buffers.BuffersExtensions.CopyTo(message.Payload, bytes);
        return bytes;
    }

    private async Task<bool> Listens()
    {
        Assert.False(_process!.HasExited, "mosquitto has ended");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

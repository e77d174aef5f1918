using System.Buffers.Binary;
using System.Text;

namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>A loss as the scripts logged it.</summary>
/// <param name="Step">Of its start, counted from 1.</param>
/// <param name="Time">When, in seconds since 1970.</param>
internal readonly record struct LoggedLoss(int Step, float Loss, double Time);

/// <summary>
/// Reads the loss of every step out of the TensorBoard events of one start, as they are written. The console shows means only, of three
/// digits; here the losses are as the optimizer saw them.
/// </summary>
/// <remarks>
/// A file is a row of records: length (8 bytes), its checksum (4), data, its checksum (4). The data is a protobuf message Event: wall_time 1,
/// step 2, summary 5; a Summary has values 1 of a tag 1 and a simple_value 2. Source: tensorflow <c>event.proto</c>, <c>summary.proto</c>.
/// </remarks>
internal sealed class LossLog(string folder)
{
    private const string Tag = "loss/current", Files = "events.out.tfevents.*";
    private const int BeforeData = 12, AfterData = 4, LongestRecord = 1 << 20;

    private readonly Dictionary<string, long> read = new(StringComparer.Ordinal);

    /// <summary>What has come since the last call, in the order of its writing.</summary>
    public IReadOnlyList<LoggedLoss> Next()
    {
        var losses = new List<LoggedLoss>();
        if (!Directory.Exists(folder))
            return losses;
        foreach (var path in Directory.EnumerateFiles(folder, Files, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            Read(path, losses);
        return losses;
    }

    // A record that is not whole yet is read the next time.
    private void Read(string path, List<LoggedLoss> losses)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var at = read.GetValueOrDefault(path);
        var head = new byte[BeforeData];
        while (at + BeforeData <= file.Length)
        {
            file.Position = at;
            file.ReadExactly(head);
            var length = BinaryPrimitives.ReadUInt64LittleEndian(head);
            if (length > LongestRecord || at + BeforeData + (long)length + AfterData > file.Length)
                break;
            var data = new byte[length];
            file.ReadExactly(data);
            if (Loss(data) is { } loss)
                losses.Add(loss);
            at += BeforeData + (long)length + AfterData;
        }

        read[path] = at;
    }

    private static LoggedLoss? Loss(ReadOnlySpan<byte> data)
    {
        var (step, time, loss) = (0L, 0.0, (float?)null);
        foreach (var field in new ProtobufFields(data))
            switch (field.Number)
            {
                case 1 when field.Bytes.Length == sizeof(double):
                    time = BinaryPrimitives.ReadDoubleLittleEndian(field.Bytes);
                    break;
                case 2:
                    step = (long)field.Varint;
                    break;
                case 5:
                    loss ??= InSummary(field.Bytes);
                    break;
            }
        return loss is { } found && step is > 0 and <= int.MaxValue ? new LoggedLoss((int)step, found, time) : null;
    }

    private static float? InSummary(ReadOnlySpan<byte> summary)
    {
        foreach (var value in new ProtobufFields(summary))
        {
            var (isLoss, number) = (false, (float?)null);
            foreach (var field in new ProtobufFields(value.Bytes))
                if (field.Number == 1)
                    isLoss = Encoding.UTF8.GetString(field.Bytes) == Tag;
                else if (field.Number == 2 && field.Bytes.Length == sizeof(float))
                    number = BinaryPrimitives.ReadSingleLittleEndian(field.Bytes);
            if (isLoss && number is not null)
                return number;
        }

        return null;
    }
}

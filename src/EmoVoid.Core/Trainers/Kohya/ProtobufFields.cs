namespace EmoVoid.Core.Trainers.Kohya;

/// <summary>The fields of a protobuf message, one after the other. A message that is cut or damaged ends early.</summary>
/// <remarks>Source: Protocol Buffers documentation, "Encoding".</remarks>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> rest = message;

    /// <summary>The field that was last moved to.</summary>
    public Field Current { get; private set; }

    public readonly ProtobufFields GetEnumerator() => this;

    public bool MoveNext()
    {
        if (!TryVarint(out var key))
            return false;
        var (number, wire) = ((int)(key >> 3), (int)(key & 7));
        switch (wire)
        {
            case 0 when TryVarint(out var value):
                Current = new Field(number, value, default);
                return true;
            case 1 when TryTake(8, out var eight):
                Current = new Field(number, 0, eight);
                return true;
            case 2 when TryVarint(out var length) && TryTake(length, out var bytes):
                Current = new Field(number, 0, bytes);
                return true;
            case 5 when TryTake(4, out var four):
                Current = new Field(number, 0, four);
                return true;
            default:
                return false;
        }
    }

    private bool TryTake(ulong length, out ReadOnlySpan<byte> taken)
    {
        var isThere = length <= (ulong)rest.Length;
        taken = isThere ? rest[..(int)length] : default;
        rest = isThere ? rest[(int)length..] : rest;
        return isThere;
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && !rest.IsEmpty; shift += 7)
        {
            var one = rest[0];
            rest = rest[1..];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80)
                return true;
        }

        return false;
    }

    /// <param name="varint">Of a field that holds a whole number.</param>
    /// <param name="bytes">Of any other field.</param>
    internal readonly ref struct Field(int number, ulong varint, ReadOnlySpan<byte> bytes)
    {
        public int Number { get; } = number;

        public ulong Varint { get; } = varint;

        public ReadOnlySpan<byte> Bytes { get; } = bytes;
    }
}

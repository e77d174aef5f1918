namespace EmoVoid.Core.Checkpoints.Logs;

/// <summary>Recognizes terminals' control sequences (colours, cursor moves, window titles), one character at a time.</summary>
/// <remarks>Source: ECMA-48. A sequence whose end was lost is given up after <see cref="Longest"/> characters.</remarks>
internal sealed class EscapeSequence
{
    private const int Longest = 256;
    private const char Escape = '\u001B', ControlSequence = '\u009B', Bell = '\u0007';

    private State state;
    private int length;

    private enum State
    {
        None,
        Begun, // after ESC
        Control, // after ESC [ : parameters, then one letter
        String, // after ESC ] and its kind: until BEL or ESC \
    }

    /// <returns>Whether the character is part of a sequence, and no text.</returns>
    public bool Takes(char c)
    {
        if (state == State.None && c is not (Escape or ControlSequence))
            return false;
        length = state == State.None ? 0 : length + 1;
        state = length > Longest ? State.None : Next(c);
        return true;
    }

    private State Next(char c) => (state, c) switch
    {
        (_, Escape) => State.Begun,
        (_, ControlSequence) or (State.Begun, '[') => State.Control,
        (State.Begun, ']' or 'P' or 'X' or '^' or '_') => State.String,
        (State.Begun, <= '/') => State.Begun, // also where a line was wrapped inside
        (State.Control, >= '@' and <= '~') or (State.Begun, _) => State.None,
        (State.String, Bell) => State.None,
        _ => state,
    };
}

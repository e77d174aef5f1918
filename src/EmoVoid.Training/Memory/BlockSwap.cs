using EmoVoid.Contracts.Memory;
using EmoVoid.Training.Models.Weights;

namespace EmoVoid.Training.Memory;

/// <summary>
/// Blocks whose frozen matrices wait in the host's memory. There are two places for them on the device: while one visitor computes, the next
/// one is on its way to the other. Frozen weights have nothing to bring back, so leaving is free.
/// </summary>
/// <remarks>
/// The order is that of the blocks in the forward pass and the reverse in the backward pass; which of the two it is shows in who comes after
/// whom. At the turn, both ends find the last two visitors still there. Visitors are spread evenly among the blocks that stay, which gives
/// every journey the time of more than one block.
/// </remarks>
public sealed class BlockSwap : IDisposable
{
    private readonly IWeightCopies copies;
    private readonly int[] visitors;                            // blocks, ascending
    private readonly List<PackedMatrix>[] host;                 // by visitor
    private readonly Place[] places;
    private readonly int staying;
    private Place? here;                                        // of the visitor that computes

    internal BlockSwap(int blocks, int swapped, IWeightCopies copies)
    {
        this.copies = copies;
        visitors = [.. Enumerable.Range(0, blocks).Where(block => (block + 1) * swapped / blocks > block * swapped / blocks)];
        host = [.. visitors.Select(_ => new List<PackedMatrix>())];
        places = [.. Enumerable.Range(0, Math.Min(MemoryMode.SwapSlots, swapped)).Select(slot => new Place(slot))];
        staying = blocks - swapped;
    }

    /// <summary>The most blocks that were on the device at once.</summary>
    public int MostOnDevice { get; private set; }

    /// <summary>Journeys so far.</summary>
    public long Loads { get; private set; }

    public bool Visits(int block) => Array.BinarySearch(visitors, block) >= 0;

    /// <summary>Takes a block's next matrix into the host's memory.</summary>
    /// <param name="packed">Its tensors become this object's.</param>
    internal FrozenMatrix Add(int block, PackedMatrix packed)
    {
        var visitor = Array.BinarySearch(visitors, block);
        host[visitor].Add(new PackedMatrix(copies.ToHost(packed.Values), packed.Scale is null ? null : copies.ToHost(packed.Scale)));
        return new VisitingMatrix(this, visitor, host[visitor].Count - 1, packed.Values.shape);
    }

    public void Dispose()
    {
        copies.Dispose();
        foreach (var tensor in host.Concat(places.Select(place => place.Matrices)).SelectMany(list => list).SelectMany(matrix => matrix.Parts))
            tensor.Dispose();
    }

    private PackedMatrix Matrix(int visitor, int index)
    {
        if (here?.Visitor != visitor)
            here = Receive(visitor);
        return here!.Matrices[index];
    }

    private Place Receive(int visitor)
    {
        var next = visitor + (here is null || visitor > here.Visitor ? 1 : -1);
        var place = PlaceOf(visitor) ?? Load(visitor, places.FirstOrDefault(free => free != here) ?? places[0]);
        copies.Wait(place.Slot);
        if (next >= 0 && next < visitors.Length && PlaceOf(next) is null)
            Load(next, places.First(free => free != place));
        return place;
    }

    private Place Load(int visitor, Place place)
    {
        if (place.Matrices.Count == 0)
            place.Furnish(host[visitor], copies);
        copies.Begin(place.Slot, host[visitor].SelectMany(matrix => matrix.Parts).Zip(place.Matrices.SelectMany(matrix => matrix.Parts)));
        place.Visitor = visitor;
        Loads++;
        MostOnDevice = Math.Max(MostOnDevice, staying + places.Count(taken => taken.Visitor >= 0));
        return place;
    }

    private Place? PlaceOf(int visitor) => Array.Find(places, place => place.Visitor == visitor);

    /// <summary>Room for one block on the device.</summary>
    private sealed class Place(int slot)
    {
        public int Slot => slot;
        public int Visitor { get; set; } = -1;
        public List<PackedMatrix> Matrices { get; private set; } = [];

        /// <summary>All blocks are alike: any one of them shows what room it takes.</summary>
        public void Furnish(List<PackedMatrix> like, IWeightCopies copies) =>
            Matrices = [.. like.Select(matrix => new PackedMatrix(copies.RoomFor(matrix.Values), matrix.Scale is null ? null : copies.RoomFor(matrix.Scale)))];
    }

    private sealed class VisitingMatrix(BlockSwap swap, int visitor, int index, long[] shape) : FrozenMatrix
    {
        public override long Outputs => shape[0];
        public override long Inputs => shape[1];
        public override PackedMatrix Here => swap.Matrix(visitor, index);
        public override bool Stays => false;
    }
}

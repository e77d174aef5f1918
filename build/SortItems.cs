using System;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Puts items in the order of their names. MSBuild finds files in the order that the disk tells them, which is another one in another folder.</summary>
public sealed class SortItems : Task
{
    public ITaskItem[] Items { get; set; }

    [Output]
    public ITaskItem[] Sorted { get; set; }

    public override bool Execute()
    {
        Sorted = Items.OrderBy(item => item.ItemSpec, StringComparer.Ordinal).ToArray();
        return true;
    }
}

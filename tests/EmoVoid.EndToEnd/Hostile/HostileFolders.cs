using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using static EmoVoid.EndToEnd.Hostile.HostileFolder;
using static EmoVoid.EndToEnd.Hostile.Verdict;

namespace EmoVoid.EndToEnd.Hostile;

/// <summary>Everything but pictures that people, programs and enemies put into an inbox.</summary>
[SupportedOSPlatform("linux")]
internal static class HostileFolders
{
    private const string Cat = "1girl, 日本語の猫、赤いマフラー";

    public static IReadOnlyList<HostileFolder> All { get; } =
        [.. Captions(), .. Names(), .. NotFiles(), .. Sizes(), .. Sidecars(), .. Others(), .. Environment.IsPrivilegedProcess ? OfRoot() : OfUsers()];

    private static IEnumerable<HostileFolder> Captions()
    {
        const string file = "00.txt", none = "is not UTF-8, nor UTF-16";
        yield return With("caption in UTF-8 with its mark", "c-bom", Accepted, "", file, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Cat)]);
        yield return With("caption in UTF-16", "c-utf16", Accepted, "1 caption was read as UTF-16: 00.txt.", file, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Cat)]);
        yield return With("caption in UTF-16, big end first", "c-utf16be", Accepted, "read as UTF-16", file, [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Cat)]);
        yield return With("caption in UTF-16 without its mark", "c-utf16-bare", Rejected, "00.txt holds zero bytes", file, Encoding.Unicode.GetBytes("a cat"));
        yield return With("caption in half a UTF-16", "c-utf16-cut", Rejected, "begins like UTF-16", file, [0xFF, 0xFE, 0x41]);
        yield return With("caption in Shift-JIS", "c-sjis", Accepted, "read as Shift-JIS", file, Japanese(932, Cat));
        yield return With("caption in EUC-JP", "c-euc", Accepted, "read as EUC-JP", file, Japanese(51932, Cat));
        yield return With("caption that may be Shift-JIS or EUC-JP", "c-either", Rejected, "as Shift-JIS and as EUC-JP", file, Japanese(51932, "ねこ"));
        yield return With("caption in Latin-1", "c-latin", Rejected, none, file, Encoding.Latin1.GetBytes("café, naïve"));
        yield return With("caption of random bytes", "c-random", Rejected, none, file, RandomBytes(300));
        yield return With("caption that is a picture", "c-picture", Rejected, none, file, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]);
        yield return With("caption of a megabyte", "c-megabyte", Accepted, "more than 512 words", file, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("cat ", 1 << 18))));
        yield return With("caption of more than a megabyte", "c-more", Rejected, "longer than a megabyte", file, new byte[(1 << 20) + 1]);
        yield return With("empty caption", "c-empty", Accepted, "1 image has an empty caption", file, []);
        yield return With("caption of white space", "c-white", Accepted, "1 image has an empty caption", file, Encoding.UTF8.GetBytes("\r\n \u3000\t\n"));
        yield return Shell("caption that is a pipe", "c-pipe", Rejected, "pipe, socket or device, and no file: 00.txt", "rm 00.txt; mkfifo 00.txt");
        yield return Shell("caption that is a link", "c-link", Rejected, "symbolic links", "rm 00.txt; ln -s /etc/hostname 00.txt");
    }

    private static IEnumerable<HostileFolder> Names()
    {
        yield return Good("name with a line break", "n-line\nbreak", Rejected, "The folder's name holds a line break", _ => { });
        yield return Good("wrong folder with a line break in its name", "n-wrong\nline", Rejected, "train.rank", folder => Write(folder, "train.rank = 0"));
        yield return Good("name of emoji", "n-🐈‍⬛🏳️‍🌈", Accepted, "", _ => { });
        yield return Good("name of 255 bytes", Long("n-long"), Accepted, "", _ => { });
        yield return Good("wrong folder with a name of 255 bytes", Long("n-wrong"), Rejected, "train.rank", folder => Write(folder, "train.rank = 0"));
        yield return Good("wrong folder with the same 243 bytes", Long("n-wrong")[..^1] + "z", Rejected, "train.rank", folder => Write(folder, "train.rank = 0"));
        yield return Good("name with leading dashes", "--version", Accepted, "", _ => { });
        yield return Good("name for a shell and a formatter", "n-$(touch x);`y`|{0}%s&*?", Accepted, "", _ => { });
        yield return new("name that is not UTF-8", "n-bad\uFFFDname", Waits, "not UTF-8", parent => Run(parent, "d=$(printf 'n-bad\\377name'); mkdir \"$d\"; touch \"$d/emovoid.toml\""));
        yield return Shell("file whose name is not UTF-8", "n-bad-file", Rejected, "1 name is not UTF-8", "cp 00.png \"$(printf 'bad\\377.png')\"");
        yield return Shell("folder in it whose name is not UTF-8", "n-bad-sub", Rejected, "1 name is not UTF-8", "d=$(printf 'bad\\377'); mkdir \"$d\"; cp 00.png 00.txt \"$d\"");
        yield return Shell("picture with a line break in its name", "n-picture-line", Rejected, "line break", "cp 00.png \"$(printf 'a\\nb.png')\"");
        yield return Shell("picture with leading dashes", "n-picture-dash", Accepted, "", "cp 00.png ./-rf.png; cp 00.txt ./-rf.txt");
        yield return Good("picture with a name of 255 bytes", "n-picture-long", Accepted, "", folder =>
        {
            File.Copy(Path.Combine(folder, "00.png"), Path.Combine(folder, new string('p', 251) + ".png"));
            File.WriteAllText(Path.Combine(folder, new string('p', 251) + ".txt"), "caption");
        });
        yield return Shell("names that no one asked for", "n-ignored", Accepted, "", "mkdir .git @eaDir __MACOSX; touch .DS_Store Thumbs.db ._00.png; mkfifo .pipe @eaDir/pipe");
        yield return new("an upload on its way", "n-upload.part", PassedOver, "", Dataset("n-upload.part"));
        yield return new("sidecar in capitals", "n-capitals", Waits, "no emovoid.toml", parent => Made(parent, "n-capitals", "EMOVOID.TOML"));
    }

    private static IEnumerable<HostileFolder> NotFiles()
    {
        yield return Shell("link to a picture outside", "l-out", Rejected, "symbolic links", "ln -s ../../../stays/secret.png a.png");
        yield return Shell("link to a folder outside", "l-folder", Rejected, "symbolic links", "ln -s / root");
        yield return Shell("links in a loop", "l-loop", Rejected, "symbolic links", "ln -s . loop; ln -s b a; ln -s a b");
        yield return Shell("sidecar that is a link", "l-sidecar", Rejected, "symbolic links", "mv emovoid.toml real.toml; ln -s real.toml emovoid.toml");
        yield return Shell("hard link to a file outside", "l-hard", Accepted, "", "rm 00.png; ln ../../../stays/shared.png 00.png");
        yield return new("link in the inbox", "l-top", Waits, "This is a link", parent => Run(parent, "ln -s ../../stays l-top"));
        yield return new("pipe in the inbox", "l-pipe-top", Waits, "Only folders are taken", parent => Run(parent, "mkfifo l-pipe-top"));
        yield return Shell("picture that is a pipe", "l-pipe", Rejected, "pipe, socket or device, and no file: a.png", "mkfifo a.png; echo x > a.txt");
        yield return Shell("sidecar that is a pipe", "l-pipe-sidecar", Rejected, "pipe, socket or device", "rm emovoid.toml; mkfifo emovoid.toml");
        yield return Shell("mask that is a pipe", "l-pipe-mask", Rejected, "pipe, socket or device", "mkdir mask; mkfifo mask/00.png; echo 'train.mask = \"folder\"' >> emovoid.toml");
        yield return Shell("network that is a pipe", "l-pipe-network", Rejected, "pipe, socket or device", "mkfifo old.safetensors; echo 'train.network = \"old.safetensors\"' >> emovoid.toml");
        yield return Good("socket", "l-socket", Rejected, "pipe, socket or device", folder =>
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            // A socket's path has hardly more than a hundred bytes, so it is bound at a short one and moved.
            var shortPath = Path.Combine(Path.GetTempPath(), $"emovoid-{Environment.ProcessId}.sock");
            socket.Bind(new UnixDomainSocketEndPoint(shortPath));
            File.Move(shortPath, Path.Combine(folder, "a.png"));
        });
        yield return Shell("file that runs as its owner", "l-setuid", Accepted, "", "chmod 6755 00.png");
        yield return Shell("folder with a picture's name", "l-folder-png", Accepted, "", "mkdir a.png; cp 00.png 00.txt a.png");
        yield return new("folder with the sidecar's name", "l-folder-toml", Waits, "no emovoid.toml", parent => Run(parent, "mkdir -p l-folder-toml/emovoid.toml"));
    }

    private static IEnumerable<HostileFolder> Sizes()
    {
        yield return Shell("20,000 files", "s-many", Accepted, "19998 files are of a kind that is not used", "i=0; while [ $i -lt 100 ]; do mkdir $i; i=$((i+1)); done; seq 1 19998 | awk '{ print > ((($1 % 100)) \"/\" $1 \".md\"); close((($1 % 100)) \"/\" $1 \".md\") }'");
        yield return Shell("64 levels", "s-deep", Accepted, "", "d=.; i=0; while [ $i -lt 64 ]; do d=$d/d$i; i=$((i+1)); done; mkdir -p $d; cp 00.png 00.txt $d");
        yield return Shell("a path longer than any path may be", "s-too-deep", Waits, "cannot be read", "n=$(printf 'd%.0s' $(seq 1 250)); i=0; while [ $i -lt 20 ]; do mkdir $n; cd -P $n; i=$((i+1)); done");
        yield return Good("sidecar of 64 megabytes", "s-sidecar", Rejected, "emovoid.toml is longer than a megabyte", folder =>
        {
            using var file = File.OpenWrite(Path.Combine(folder, "emovoid.toml"));
            file.SetLength(64 << 20);
        });
        yield return new("nothing at all", "s-nothing", Waits, "no emovoid.toml", parent => Run(parent, "mkdir s-nothing"));
        yield return new("nothing but a sidecar", "s-sidecar-only", Rejected, "There are no images", parent => Run(parent, "mkdir s-sidecar-only; touch s-sidecar-only/emovoid.toml"));
        yield return new("a file in the inbox", "s-file.png", Waits, "Only folders are taken", parent => Run(parent, "echo x > s-file.png"));
    }

    private static IEnumerable<HostileFolder> Sidecars()
    {
        foreach (var (name, says, text) in new[]
        {
            ("t-prose", "is not TOML", "please train this"), ("t-yaml", "is not TOML", "train:\n  rank: 4\n"), ("t-json", "is not TOML", "{\"rank\": 4}"),
            ("t-open", "is not TOML", "name = \"x"), ("t-twice", "is not TOML", "name = \"x\"\nname = \"y\""), ("t-nested", "is not TOML", "a = " + new string('[', 20_000)),
            ("t-unknown", "Did you mean train.rank?", "train.rnak = 4"), ("t-type", "train.rank must be", "train.rank = \"four\""), ("t-list", "train.steps must be", "train.steps = [1]"),
            ("t-huge", "", "train.steps = 99999999999999999999999999"), ("t-nan", "train.alpha must be", "train.alpha = nan"), ("t-tables", "not a key of this file", "[[zenigata]]\nx = 1"),
            ("t-table", "", "name = { x = 1 }"), ("t-date", "name must be", "name = 2026-01-01"), ("t-up", "name must be a name that a folder can have", "name = \"../../x\""),
            ("t-dot", "name must be", "name = \"..\""), ("t-zero", "name must be", "name = \"a\\u0000b\""), ("t-long", "name must be", $"name = \"{new string('x', 256)}\""),
            ("t-model", "is not known to this daemon", "model = \"../../etc/passwd\""), ("t-network", "leads out of the folder", "train.network = \"../../../stays/secret.png\""),
            ("t-network-root", "leads out of the folder", "train.network = \"/etc/passwd\""), ("t-device", "", "train.device = \"cuda:99\""),
        })
            yield return Good($"sidecar: {name[2..]}", name, Rejected, says, folder => Write(folder, text));
        yield return With("sidecar in UTF-16", "t-utf16", Rejected, "emovoid.toml is not UTF-8", "emovoid.toml", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Sidecar)]);
        yield return With("sidecar in Shift-JIS", "t-sjis", Rejected, "emovoid.toml is not UTF-8", "emovoid.toml", Japanese(932, "name = \"猫\""));
        yield return With("sidecar of random bytes", "t-random", Rejected, "emovoid.toml", "emovoid.toml", RandomBytes(300));
        yield return With("sidecar of zeros", "t-zeros", Rejected, "emovoid.toml", "emovoid.toml", new byte[100]);
        yield return With("sidecar in UTF-8 with its mark and Windows' line ends", "t-windows", Accepted, "", "emovoid.toml", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Sidecar.ReplaceLineEndings("\r\n"))]);
        yield return With("empty sidecar", "t-empty", Accepted, "", "emovoid.toml", []);
    }

    private static IEnumerable<HostileFolder> Others()
    {
        yield return Shell("the same picture three times", "o-same", Accepted, "there more than once: 00.png = a.png = b.png", "cp 00.png a.png; cp 00.png b.png; cp 00.txt a.txt; cp 00.txt b.txt");
        yield return Shell("two pictures of one caption", "o-caption", Accepted, "", "cp 00.png 00.jpg");
        yield return Shell("caption without its picture", "o-lost", Rejected, "00.txt", "rm 00.png; printf x > b.txt; touch 00.md");
        yield return Shell("0 repeats", "o-repeats", Rejected, "0 repeats", "mkdir 0_cat; mv 00.png 00.txt 0_cat");
        yield return Pictures("every good picture", "p-good", Accepted, "", picture => picture.IsGood);
        yield return Pictures("every bad picture", "p-bad", Rejected, "images cannot be read", picture => !picture.IsGood);
    }

    private static IEnumerable<HostileFolder> OfRoot()
    {
        yield return Shell("picture that is the device of endless zeros", "r-zero", Rejected, "pipe, socket or device, and no file: a.png", "mknod a.png c 1 5");
        yield return Shell("caption that is the device of endless chance", "r-random", Rejected, "pipe, socket or device, and no file: 00.txt", "rm 00.txt; mknod 00.txt c 1 9");
        yield return Shell("picture that is a disk", "r-disk", Rejected, "pipe, socket or device, and no file: a.png", "mknod a.png b 7 250");
    }

    private static IEnumerable<HostileFolder> OfUsers()
    {
        yield return Shell("picture that may not be read", "u-picture", Rejected, "00.png", "chmod 000 00.png");
        yield return Shell("caption that may not be read", "u-caption", Rejected, "may not be read by the daemon's user", "chmod 000 00.txt");
        yield return Shell("folder in it that may not be read", "u-folder", Waits, "cannot be read", "mkdir closed; chmod 000 closed");
    }

    private static void Write(string folder, string sidecar) => File.WriteAllText(Path.Combine(folder, "emovoid.toml"), sidecar);

    private static HostileFolder Pictures(string @case, string name, Verdict verdict, string says, Func<HostilePicture, bool> which) => Good(@case, name, verdict, says, folder =>
    {
        foreach (var picture in HostilePicture.All.Where(which))
        {
            File.WriteAllBytes(Path.Combine(folder, picture.Name), picture.Bytes);
            File.WriteAllText(Path.Combine(folder, Path.ChangeExtension(picture.Name, ".txt")), "caption");
        }
    });

    private static Func<string, Task> Dataset(string name) => parent => Made(parent, name, "emovoid.toml");

    private static Task Made(string parent, string name, string sidecar)
    {
        Testing.Pictures.WriteDataset(Path.Combine(parent, name), 1, Sidecar);
        if (sidecar != "emovoid.toml")
            File.Move(Path.Combine(parent, name, "emovoid.toml"), Path.Combine(parent, name, sidecar));
        return Task.CompletedTask;
    }

    /// <summary>255 bytes, of characters of three bytes each.</summary>
    private static string Long(string start) => start + string.Concat(Enumerable.Repeat("猫", (255 - start.Length) / 3)) + new string('x', (255 - start.Length) % 3);

    private static byte[] Japanese(int codePage, string text) => CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes(text);

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}

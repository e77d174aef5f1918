"""Stands in for kohya-ss/sd-scripts' anima_train_network.py with the EmoVoid optimizer: the same arguments, console, files, signals and exit
codes, and no model. What is to happen in a test stands in mood.json beside it:
  hold_at   before this step of the training it waits for the file "go" in the folder of the scripts
  nan_at    from this step on the loss is not a number
  oom_at    in this step the device's memory runs out
  no_log    there is no TensorBoard log
  refuse    a module that cannot be imported
Written after sd-scripts 48d368fa (train_network.py, library/train_util.py) and EmoVoid v3.9.1 (optimizer/emovoid.py).
"""
import argparse
import json
import math
import os
import shutil
import struct
import sys
import time
import zipfile

HOME = os.path.dirname(os.path.abspath(__file__))


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("pretrained_model_name_or_path", "qwen3", "vae", "dataset_config", "output_dir", "output_name", "save_model_as", "network_module", "optimizer_type",
                 "lr_scheduler", "mixed_precision", "logging_dir", "log_with", "network_weights", "resume", "sample_prompts"):
        parser.add_argument("--" + name, type=str)
    for name in ("network_dim", "max_train_steps", "initial_step", "seed", "blocks_to_swap", "max_data_loader_n_workers", "save_every_n_steps", "save_last_n_steps_state",
                 "sample_every_n_steps"):
        parser.add_argument("--" + name, type=int)
    for name in ("network_alpha", "learning_rate"):
        parser.add_argument("--" + name, type=float)
    for name in ("network_train_unet_only", "cache_latents", "cache_text_encoder_outputs", "gradient_checkpointing", "save_state"):
        parser.add_argument("--" + name, action="store_true")
    parser.add_argument("--optimizer_args", type=str, nargs="*")
    return parser.parse_args()


def log(text):  # rich's handler writes to standard error
    print(f"{time.strftime('%Y-%m-%d %H:%M:%S')} INFO     {text:<100} train_util.py:1234", file=sys.stderr)


def bar(prefix, done, total, postfix=""):  # tqdm
    share = done / total
    drawn = ("█" * int(10 * share)).ljust(10)
    sys.stderr.write(f"\r{prefix}{int(100 * share):3d}%|{drawn}| {done}/{total} [00:0{done % 10}<00:01,  1.55it/s{postfix}]")
    sys.stderr.flush()


def write_safetensors(path, tensors, metadata):
    header, data = {"__metadata__": metadata}, b""
    for name, shape, numbers in tensors:
        content = struct.pack(f"<{len(numbers)}f", *numbers)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


class Pictures:
    """The subsets of a dataset_config.toml, which is read line by line: Python has had a reader of TOML since 3.11 only."""

    def __init__(self, path):
        self.batch, self.count, folder = 1, 0, None
        for line in open(path, encoding="utf-8"):
            key, _, value = (part.strip() for part in line.partition("="))
            if key == "batch_size":
                self.batch = int(value)
            elif key == "image_dir":
                folder = json.loads(value)
            elif key == "num_repeats":
                self.count += int(value) * sum(self.is_captioned(os.path.join(folder, name)) for name in os.listdir(folder))

    @staticmethod
    def is_captioned(path):
        if os.path.splitext(path)[1] not in (".png", ".jpg", ".jpeg", ".webp", ".bmp"):
            return False
        open(path, "rb").close()
        assert os.path.getsize(os.path.splitext(path)[0] + ".txt") > 0, f"caption file is empty: {path}"
        return True


class EmoVoid:
    def __init__(self, stopcoef):
        self.stopcoef, self.ema, self.noise, self.d, self.steps = stopcoef, None, 1.0, 0.02, 0

    def step(self, loss):
        short, medium, long = self.ema or (loss, loss, loss)
        self.ema = short, medium, long = 0.3 * loss + 0.7 * short, 0.05 * loss + 0.95 * medium, 0.01 * loss + 0.99 * long
        floor_long, floor_medium = max(long, 1e-5), max(medium, 1e-5)
        by_long, by_medium = (long - short) / floor_long, (long - short) / floor_medium
        is_medium = abs(by_long) >= 0.05 and abs(by_medium) * floor_medium < abs(by_long) * floor_long
        scalar = math.tanh(by_medium if is_medium else by_long)
        self.noise = 0.97 * self.noise + 0.03 * abs(scalar)
        self.d = 0.97 * self.d + 0.03 * (1 - abs(scalar))
        self.steps += 1
        if self.d - self.noise >= 0.3 and floor_medium <= self.stopcoef:
            print("✨[READY TO STOP]✨")


class Events:
    """TensorBoard's file of events, in the folder that accelerate makes for it."""

    def __init__(self, folder):
        folder = os.path.join(folder, time.strftime("%Y%m%d%H%M%S"), "network_train")
        os.makedirs(folder, exist_ok=True)
        self.file = open(os.path.join(folder, f"events.out.tfevents.{int(time.time())}.host.{os.getpid()}.0"), "wb")
        self.record(b"\x09" + struct.pack("<d", time.time()) + b"\x1a\x0dbrain.Event:2")

    def scalar(self, step, tag, value):
        item = b"\x0a" + bytes([len(tag)]) + tag.encode() + b"\x15" + struct.pack("<f", value)
        summary = b"\x0a" + bytes([len(item)]) + item
        self.record(b"\x09" + struct.pack("<d", time.time()) + b"\x10" + self.varint(step) + b"\x2a" + bytes([len(summary)]) + summary)

    def record(self, data):
        self.file.write(struct.pack("<QI", len(data), 0) + data + struct.pack("<I", 0))
        self.file.flush()

    @staticmethod
    def varint(number):
        out = b""
        while number > 127:
            out, number = out + bytes([number & 127 | 128]), number >> 7
        return out + bytes([number])


def loss_of(step):
    return struct.unpack("<f", struct.pack("<f", 0.03 + 0.006 * math.sin(step)))[0]


class Training:
    def __init__(self, args, mood):
        self.args, self.mood = args, mood
        self.optimizer = EmoVoid(float(dict(arg.split("=", 1) for arg in args.optimizer_args)["stopcoef"]))
        self.events = Events(args.logging_dir)
        self.lora = [(f"lora_unet_blocks_0_self_attn_q_proj.{end}", shape, [0.01 * args.network_dim] * math.prod(shape)) for end, shape in
                     (("alpha", []), ("lora_down.weight", [args.network_dim, 8]), ("lora_up.weight", [8, args.network_dim]))]

    def save(self, name, step):
        path = os.path.join(self.args.output_dir, name + ".safetensors")
        print(f"\nsaving checkpoint: {path}")
        write_safetensors(path, self.lora, {"ss_steps": str(step), "ss_network_module": self.args.network_module, "ss_output_name": self.args.output_name, "count": str(self.optimizer.steps)})

    def save_state(self, step):
        log("")
        log(f"saving state at step {step}")
        name = os.path.join(self.args.output_dir, self.args.output_name + "-step{:08d}-state")
        folder = name.format(step)
        os.makedirs(folder, exist_ok=True)
        json.dump({"current_epoch": 1, "current_step": step}, open(os.path.join(folder, "train_state.json"), "w"))
        write_safetensors(os.path.join(folder, "model.safetensors"), self.lora, {})
        for file, content in (("optimizer.bin", vars(self.optimizer)), ("random_states_0.pkl", {})):
            with zipfile.ZipFile(os.path.join(folder, file), "w") as archive:
                archive.writestr("data", json.dumps(content))
        old = step - self.args.save_last_n_steps_state - 1
        old -= old % self.args.save_every_n_steps
        if old > 0 and os.path.exists(name.format(old)):
            shutil.rmtree(name.format(old))

    def resume(self, folder):
        log(f"resume training from local state: {folder}")
        with zipfile.ZipFile(os.path.join(folder, "optimizer.bin")) as archive:
            vars(self.optimizer).update(json.loads(archive.read("data")))

    def sample(self, step):
        log(f"Generating sample images at step {step}")
        folder = os.path.join(self.args.output_dir, "sample")
        os.makedirs(folder, exist_ok=True)
        for i, prompt in enumerate(json.load(open(self.args.sample_prompts, encoding="utf-8"))):
            bar("", 1, prompt["sample_steps"])
            time_and_seed = f"{time.strftime('%Y%m%d%H%M%S')}_{prompt['seed']}"
            open(os.path.join(folder, f"{self.args.output_name}_{step:06d}_{i:02d}_{time_and_seed}.png"), "wb").write(b"png of " + prompt["prompt"].encode())

    def run(self):
        losses = []
        total = self.args.max_train_steps
        bar("steps: ", 0, total)
        print("\nepoch 1/1\n")
        for step in range(1, total + 1):
            loss = self.step(self.optimizer.steps + 1)
            losses.append(loss)
            bar("steps: ", step, total, "" if step == 1 else f", avr_loss={sum(losses[:-1]) / (step - 1):.3g}")
            if self.args.sample_every_n_steps and step % self.args.sample_every_n_steps == 0:
                self.sample(step)
            if step % self.args.save_every_n_steps == 0:
                self.save(f"{self.args.output_name}-step{step:08d}", step)
                self.save_state(step)
            bar("steps: ", step, total, f", avr_loss={sum(losses) / step:.3g}")
            if "no_log" in self.mood:
                continue
            self.events.scalar(step, "loss/current", loss)
            self.events.scalar(step, "loss/average", sum(losses) / step)
        sys.stderr.write("\n")
        self.save(self.args.output_name, total)
        log("model saved.")

    def step(self, number):
        if number == self.mood.get("hold_at"):
            while not os.path.exists(os.path.join(HOME, "go")):
                time.sleep(0.01)
        if number == self.mood.get("oom_at"):
            raise MemoryError("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB.")
        loss = loss_of(number) if number < self.mood.get("nan_at", number + 1) else math.nan
        self.optimizer.step(loss)
        return loss


def main():
    open(os.path.join(HOME, "pids"), "a").write(f"{os.getpid()}\n")
    mood = json.load(open(os.path.join(HOME, "mood.json"), encoding="utf-8"))
    if "refuse" in mood:
        __import__(mood["refuse"])
    args = arguments()
    json.dump(sys.argv[1:], open(os.path.join(HOME, "arguments.json"), "w"))
    json.dump({name: os.environ.get(name) for name in ("PYTHONUNBUFFERED", "ACCELERATE_USE_CPU", "CUDA_VISIBLE_DEVICES")}, open(os.path.join(HOME, "environment.json"), "w"))
    assert args.resume is None or os.path.isdir(args.resume), "no state"
    log("Loading dataset config from " + args.dataset_config)
    pictures = Pictures(args.dataset_config)
    if pictures.count == 0:
        log("No data found. Please verify arguments")
        return
    log("caching latents with caching strategy.")
    bar("", pictures.count, pictures.count)
    sys.stderr.write("\n")
    print("🚩 emo-optim success ecc system ...")
    training = Training(args, mood)
    log(f"use {args.optimizer_type} | {args.optimizer_args}")
    if args.resume:
        training.resume(args.resume)
    print("running training / 学習開始")
    print(f"  num train images * repeats / 学習画像の数×繰り返し回数: {pictures.count}")
    print(f"  num batches per epoch / 1epochのバッチ数: {math.ceil(pictures.count / pictures.batch)}")
    print("  gradient accumulation steps / 勾配を合計するステップ数 = 1")
    print(f"  total optimization steps / 学習ステップ数: {args.max_train_steps}")
    training.run()


if __name__ == "__main__":
    main()

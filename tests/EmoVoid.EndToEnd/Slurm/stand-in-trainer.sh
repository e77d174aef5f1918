#!/bin/bash
# Stands in for EmoVoid.Trainer on a node: ten steps, a checkpoint, and saved and left when it is told to. A run whose name ends in -long stays
# at its first step until there is a file "go" in its folder.
say() { printf '%s\n' "$1" >> "${EMOVOID_EVENTS:-/dev/stdout}"; }
step() { say "{\"event\":\"step\",\"step\":$1,\"loss\":0.05,\"pulse\":0.0001,\"stop_base\":0.1,\"medium_loss\":0.05,\"lit\":false,\"seconds\":0.01}"; }
save() {
    mkdir -p checkpoints
    echo "lora $1" > "checkpoints/step-$1.safetensors"
    echo state > checkpoints/state.safetensors
    say "{\"event\":\"checkpoint\",\"step\":$1,\"file\":\"step-$1.safetensors\",\"bytes\":7,\"sha256\":\"$(printf '%064d' "$1")\",\"reason\":\"$2\"}"
}
leave() { save 1 stop; say '{"event":"finished","step":1,"stopped":true}'; exit 10; }

case "$1" in
    devices) say '{"lib_torch":"2.10.0","devices":["cpu"],"problem":null}'; exit 0 ;;
    inspect) while read -r path; do say "{\"file\":\"$path\",\"width\":128,\"height\":128,\"problem\":null}"; done; exit 0 ;;
    sample) exit 1 ;;
esac

echo "at work on $SLURMD_NODENAME" >&2
trap leave TERM
say '{"event":"started","trainer":"0.1","torch":"2.10","device":"cpu","parameters":8,"steps":10,"resumed_at":0}'
step 1
case "$PWD" in
    *-long)
        until [ -e go ]; do
            if [ -e "$EMOVOID_COMMANDS" ] && grep -q save "$EMOVOID_COMMANDS" && [ ! -e asked ]; then touch asked; save 1 asked; fi
            sleep 0.1
        done
        ;;
esac
for i in 2 3 4 5 6 7 8 9 10; do step "$i"; done
save 10 last
say '{"event":"finished","step":10,"stopped":false}'

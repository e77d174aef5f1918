#!/bin/sh
# Stands in for EmoVoid.Trainer where only the daemon is measured: a run is 100 steps and a checkpoint, which takes the shell a few milliseconds.
case "$1" in
    devices) echo '{"lib_torch":"2.10.0","devices":["cpu"],"problem":null}'; exit 0 ;;
    inspect) while read -r path; do echo "{\"file\":\"$path\",\"width\":128,\"height\":128,\"problem\":null}"; done; exit 0 ;;
    sample) exit 1 ;;
esac

echo '{"event":"started","trainer":"0.1","torch":"2.10","device":"cpu","parameters":8,"steps":100,"resumed_at":0}'
step=1
while [ "$step" -le 100 ]; do
    echo "{\"event\":\"step\",\"step\":$step,\"loss\":0.05,\"pulse\":0.0001,\"stop_base\":0.1,\"medium_loss\":0.05,\"lit\":false,\"seconds\":0.01}"
    step=$((step + 1))
done
[ -d checkpoints ] || mkdir checkpoints
echo lora > checkpoints/step-100.safetensors
echo '{"event":"checkpoint","step":100,"file":"step-100.safetensors","bytes":5,"sha256":"0000000000000000000000000000000000000000000000000000000000000000","reason":"interval"}'
echo '{"event":"finished","step":100,"stopped":false}'

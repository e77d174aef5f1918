#!/bin/bash
# Stands in for EmoVoid.Trainer in the soak: it says and does what the run's name asks for, and knows nothing of models.
# A run is called NUMBER-FAULT; what happens once leaves a mark in the run's folder.
say() { printf '%s\n' "$1"; }
step() { say "{\"event\":\"step\",\"step\":$1,\"loss\":0.05,\"pulse\":0.0001,\"stop_base\":0.1,\"medium_loss\":0.05,\"lit\":false,\"seconds\":0.01}"; }
save() {
    mkdir -p checkpoints
    echo "lora $1" > "checkpoints/step-$1.safetensors"
    echo state > checkpoints/state.safetensors
    say "{\"event\":\"checkpoint\",\"step\":$1,\"file\":\"step-$1.safetensors\",\"bytes\":7,\"sha256\":\"$(printf '%064d' "$1")\",\"reason\":\"interval\"}"
}
failed() { say "{\"event\":\"failed\",\"code\":\"$1\",\"message\":\"$2\"}"; exit "$3"; }
once() { [ ! -e "mark-$1" ] && touch "mark-$1"; }

case "$1" in
    devices) say '{"lib_torch":"2.10.0","devices":["cpu"],"problem":null}'; exit 0 ;;
    inspect) while read -r path; do path=${path//\\/\\\\}; path=${path//\"/\\\"}; say "{\"file\":\"$path\",\"width\":128,\"height\":128,\"problem\":null}"; done; exit 0 ;;
    sample)
        sheet=$(grep -o '"output_file": *"[^"]*"' "$2" | cut -d '"' -f 4)
        base64 -d > "$sheet" <<< iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==
        exit 0 ;;
esac

run=$(basename "$(dirname "$2")")
trap 'save 9; exit 10' TERM
say '{"event":"started","trainer":"0.1","torch":"2.10","device":"cpu","parameters":8,"steps":10,"resumed_at":0}'
step 1
save 1
case "$run" in
    *-crash) once crash && kill -SEGV $$ ;;
    *-crashes) exit 1 ;;
    *-killed) once killed && kill -KILL $$ ;;
    *-hang) once hang && while true; do sleep 0.1; done ;;
    *-full) once full && failed no-space "No space left on device." 8 ;;
    *-memory) once memory && failed out-of-memory "The memory ran out." 6 ;;
    *-bad) failed bad-data "00.png cannot be used." 3 ;;
    *-cancel | *-pause) once long && for _ in $(seq 600); do sleep 0.1; done ;;
esac
for i in 2 3 4 5 6 7 8 9 10; do step "$i"; done
save 10
say '{"event":"finished","step":10,"stopped":false}'

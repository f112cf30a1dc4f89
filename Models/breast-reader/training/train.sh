#!/bin/sh
# From the data to the released model. Usage: train.sh DATA_DIR OUT [FRAMES_DIR ...]
# DATA_DIR holds BUS-BRA and BrEaST; OUT takes the prepared arrays and the checkpoint; each FRAMES_DIR holds
# simulated frames (see README.md). Stopped and started again, it goes on from the last epoch.
set -eu
here=$(dirname "$0")
python=${PYTHON:-python3}
data=$1 out=$2
shift 2
[ -e "$out/real.npz" ] || "$python" "$here/prepare.py" "$data" "$out" "$@"
"$python" "$here/train.py" "$out" --epochs "${EPOCHS:-64}"
"$python" "$here/export.py" "$out" "$here/.."
"$python" "$here/evaluate.py" "$out" "$here/.."
"$python" "$here/card.py" "$here/.."

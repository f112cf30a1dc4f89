"""Writes model.yaml. Usage: card.py MODEL_DIR (reads report.json there; plain starting values without it)."""
import hashlib, json, os, sys

VERSION = "1.1.0"
START = {
    "maskThreshold": 0.5, "findingThreshold": 0.5, "trailingThreshold": 0.25,
    "confidenceWeights": [0.5, 0.2, 0.5, -0.3], "temperature": 1.0, "malignancyOffset": 0.0,
    "calibrationPrevalence": 0.35, "prevalence": 0.35,
}
DATA = [
    ("BUS-BRA", "MIT-style with citation",
     "Gómez-Flores, Gregorio-Calas, Pereira: BUS-BRA: A Breast Ultrasound Dataset for Assessing "
     "Computer-aided Diagnosis Systems, Medical Physics, 2023"),
    ("BrEaST", "CC BY 4.0",
     "Pawłowska et al.: Curated benchmark dataset for ultrasound based breast lesion analysis, "
     "Scientific Data, 2024"),
    ("simulated frames", "our own", "rendered by Sonodrill's phantom"),
]


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def yaml(folder, numbers, figures):
    lines = ["format: 1", "id: breast-reader", "title: Breast reader", f"version: {VERSION}", "files:"]
    for name in ("model.onnx", "region.onnx"):
        lines += [f"  - name: {name}", f"    sha256: {digest(f'{folder}/{name}')}"]
    lines += ["inputSide: 256", *[f"{name}: {numbers[name]}" for name in START], "categoryCuts: [0.02, 0.1, 0.5, 0.95]"]
    lines += ["licence: the project's own", "credit: trained by the Sonodrill project on the data below", "data:"]
    for name, licence, credit in DATA:
        lines += [f"  - name: {name}", f"    licence: {licence}", f'    credit: "{credit}"']
    if figures:
        lines.append("performance:")
    for figure in figures:
        lines += [f"  - measure: {figure['measure']}"] + [f"    {key}: {figure[key]}" for key in ("value", "low", "high", "on")]
    return "\n".join(lines) + "\n"


def main():
    folder = sys.argv[1]
    report = {}
    if os.path.exists(f"{folder}/report.json"):
        with open(f"{folder}/report.json") as file:
            report = json.load(file)
    with open(f"{folder}/model.yaml", "w") as file:
        file.write(yaml(folder, report.get("card", START), report.get("performance", [])))


if __name__ == "__main__":
    main()

"""Makes the two reference networks: the reader's architecture with random weights, 256 x 256 and 320 x 320.

    python Tests/performance/reference_nets.py DIR        needs numpy and onnx

About 2 million parameters, 1.38 and 2.15 GFLOP; plain 3 x 3 convolutions, an additive pyramid, three heads.
The seed is fixed: the same files come out everywhere.
"""

import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Network:
    def __init__(self, side):
        self.side, self.nodes, self.weights = side, [], []
        self.random = np.random.default_rng(0)

    def name(self):
        return f"v{len(self.nodes)}"

    def constant(self, values):
        self.weights.append(numpy_helper.from_array(np.asarray(values, np.float32), f"c{len(self.weights)}"))
        return self.weights[-1].name

    def conv(self, x, inputs, outputs, kernel=3, stride=1, active=True, name=None):
        scale = np.sqrt(2 / (inputs * kernel * kernel))
        weights = self.constant(self.random.standard_normal((outputs, inputs, kernel, kernel)) * scale)
        bias = self.constant(np.zeros(outputs))
        y = name if name and not active else self.name()
        self.nodes.append(helper.make_node(
            "Conv", [x, weights, bias], [y], kernel_shape=[kernel] * 2, pads=[kernel // 2] * 4, strides=[stride] * 2))
        return self.node("Relu", [y], name) if active else y

    def node(self, operation, inputs, name=None, **attributes):
        y = name or self.name()
        self.nodes.append(helper.make_node(operation, inputs, [y], **attributes))
        return y

    def up(self, x):
        return self.node("Resize", [x, "", self.constant([1, 1, 2, 2])], mode="nearest",
                         coordinate_transformation_mode="asymmetric", nearest_mode="floor")

    def stage(self, x, inputs, outputs, blocks):
        x = self.conv(x, inputs, outputs, stride=2)
        for _ in range(blocks):
            x = self.conv(x, outputs, outputs)
        return x

    def save(self, path, outputs):
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 1, self.side, self.side])
        results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
        graph = helper.make_graph(self.nodes, f"reference{self.side}", [image], results, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 8
        onnx.save(model, path)


def build(side, path):
    net = Network(side)
    x = net.stage("image", 1, 16, 1)
    s4 = net.stage(x, 16, 32, 2)
    s8 = net.stage(s4, 32, 64, 3)
    s16 = net.stage(s8, 64, 128, 4)
    s32 = net.stage(s16, 128, 192, 2)
    x = net.node("Add", [net.up(net.conv(s32, 192, 128, kernel=1)), s16])
    x = net.node("Add", [net.up(net.conv(x, 128, 64)), s8])
    p8 = net.conv(x, 64, 64)
    net.conv(net.conv(p8, 64, 64), 64, 16, kernel=1, active=False, name="detections")
    net.conv(net.conv(p8, 64, 64, stride=2), 64, 64, name="context")
    mask = net.node("Add", [net.up(net.conv(p8, 64, 32, kernel=1)), s4])
    mask = net.conv(net.conv(mask, 32, 32), 32, 16, kernel=1)
    net.conv(net.conv(net.up(mask), 16, 16), 16, 1, kernel=1, active=False, name="mask")
    net.save(path, ["detections", "context", "mask"])


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for side in (256, 320):
        build(side, folder / f"reference{side}.onnx")
        print(folder / f"reference{side}.onnx")

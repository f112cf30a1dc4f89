"""Makes the small models of this folder and what ONNX Runtime says they compute.

    python make.py        needs numpy, onnx 1.19 and onnxruntime

Each folder has model.onnx, input_0.pb and output_*.pb, as the official ONNX tests do.
"""

import pathlib
import shutil

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
RANDOM = np.random.default_rng(7)


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, values, kind=np.float32):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values, kind), name))
        return name

    def weights(self, *shape):
        return self.constant(RANDOM.standard_normal(shape) * 0.4)

    def node(self, operation, *inputs, outputs=1, **attributes):
        names = [f"v{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(operation, list(inputs), names, f"n{len(self.nodes)}", **attributes))
        return names[0] if outputs == 1 else names

    def conv(self, x, i, o, k=3, **attributes):
        attributes.setdefault("pads", [k // 2] * 4)
        group = attributes.get("group", 1)
        return self.node("Conv", x, self.weights(o, i // group, k, k), self.weights(o), **attributes)

    def norm(self, x, channels):
        variance = self.constant(RANDOM.uniform(0.5, 2, channels))
        return self.node("BatchNormalization", x, *[self.weights(channels) for _ in range(3)], variance)

    def save(self, name, shape, run_shape, outputs):
        image = helper.make_tensor_value_info("image", TensorProto.FLOAT, shape)
        results = [helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for o in outputs]
        graph = helper.make_graph(self.nodes, name, [image], results, self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 8
        x = RANDOM.standard_normal(run_shape).astype(np.float32)
        session = onnxruntime.InferenceSession(model.SerializeToString())
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        onnx.save(model, folder / "model.onnx")
        (folder / "input_0.pb").write_bytes(numpy_helper.from_array(x).SerializeToString())
        for i, value in enumerate(session.run(None, {"image": x})):
            (folder / f"output_{i}.pb").write_bytes(numpy_helper.from_array(value).SerializeToString())


def residual():
    """Everything that may be merged into a convolution, and values read twice that must not be."""
    g = Graph()
    x = g.node("Relu", g.norm(g.conv("image", 1, 8, strides=[2, 2]), 8))
    y = g.node("Relu", g.norm(g.conv(x, 8, 8), 8))
    y = g.node("Relu", g.node("Add", x, g.norm(g.conv(y, 8, 8), 8)))
    both = g.conv(y, 8, 8)
    z = g.node("Add", g.node("Relu", both), both)
    z = g.node("LeakyRelu", g.node("Add", g.conv(z, 8, 8, k=1), g.conv(z, 8, 8)), alpha=0.2)
    z = g.node("Clip", g.conv(z, 8, 5), g.constant(-0.5), g.constant(1.5))
    scaled = g.node("Mul", g.constant(2.0), g.norm(z, 5))
    g.save("residual", ["batch", 1, 19, 23], [3, 1, 19, 23], [both, z, scaled])


def pyramid():
    """An encoder and decoder with the heads of a small reader."""
    g = Graph()
    a = g.node("Relu", g.conv("image", 1, 6, strides=[2, 2]))
    b = g.node("HardSwish", g.conv(a, 6, 12, strides=[2, 2]))
    c = g.node("MaxPool", b, kernel_shape=[2, 2], strides=[2, 2])
    nearest = g.node(
        "Resize", c, "", g.constant([1, 1, 2, 2]), mode="nearest",
        coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    up = g.node("Concat", nearest, b, axis=1)
    up = g.node("Resize", g.conv(up, 24, 6), "", g.constant([1, 1, 2, 2]), mode="linear")
    mask = g.node("Sigmoid", g.conv(g.node("Add", up, a), 6, 1, k=1))
    mean = g.node("Flatten", g.node("GlobalAveragePool", c))
    hidden = g.node("Relu", g.node("Gemm", mean, g.weights(9, 12), g.weights(9), transB=1))
    heads = g.node("Split", g.node("Gemm", hidden, g.weights(9, 7), g.weights(7)),
                   g.constant([3, 4], np.int64), outputs=2, axis=1)
    g.save("pyramid", ["batch", 1, 32, 40], [2, 1, 32, 40], [mask, g.node("Softmax", heads[0]), heads[1]])


def kernels():
    """Convolutions with every attribute, on lengths that divide by nothing."""
    g = Graph()
    x = g.conv("image", 3, 6, k=5, pads=[1, 0, 3, 2], strides=[1, 2])
    deep = g.conv(x, 6, 6, group=6, dilations=[2, 1], pads=[2, 1, 2, 1])
    grouped = g.conv(deep, 6, 10, group=2, strides=[3, 2])
    up = g.node("ConvTranspose", grouped, g.weights(10, 2, 3, 4), g.weights(4), group=2,
                strides=[2, 3], pads=[1, 0, 0, 2], output_padding=[1, 0])
    same = g.node("Conv", up, g.weights(4, 4, 2, 3), auto_pad="SAME_LOWER", strides=[2, 2])
    average = g.node("AveragePool", same, kernel_shape=[3, 2], pads=[1, 0, 1, 1], count_include_pad=1, ceil_mode=1)
    g.save("kernels", [1, 3, 21, 27], [1, 3, 21, 27], [deep, grouped, up, same, average])


def shapes():
    """The detours exporters take for shapes, all of which vanish when planning."""
    g = Graph()
    lengths = g.node("Shape", "image")
    batch = g.node("Gather", lengths, g.constant(0, np.int64))
    rows = g.node("Unsqueeze", batch, g.constant([0], np.int64))
    target = g.node("Concat", rows, g.constant([4, -1], np.int64), axis=0)
    folded = g.node("Transpose", g.node("Reshape", "image", target), perm=[0, 2, 1])
    half = g.node("Div", g.node("Gather", lengths, g.constant([3], np.int64)), g.constant([2], np.int64))
    left = g.node("Slice", "image", g.constant([0], np.int64), half, g.constant([3], np.int64))
    back = g.node("Slice", left, g.constant([-1], np.int64), g.constant([-99], np.int64), g.constant([2], np.int64),
                  g.constant([-2], np.int64))
    padded = g.node("Pad", back, g.constant([0, 0, 1, 0, 0, 0, 0, 2], np.int64), mode="reflect")
    mean = g.node("ReduceMean", g.node("Tanh", padded), axes=[2, 3], keepdims=0)
    product = g.node("MatMul", folded, g.weights(4, 3))
    g.save("shapes", ["batch", 4, 6, 10], [2, 4, 6, 10], [folded, padded, mean, product])


if __name__ == "__main__":
    for make in (residual, pyramid, kernels, shapes):
        make()

"""Writes the default image descriptor as a plain ONNX graph: what a picture looks like by colour and by edges, without training.

    python descriptor.py OUTPUT.onnx          (needs: pip install onnx numpy)

Input `image`: float32 [n, 3, 96, 96], RGB from 0 to 1. Output `embedding`: float32 [n, 352] of length 1, three blocks:
  colour  48: means of a 4 x 4 grid in opponent axes (light, red-green, yellow-blue)
  spread  48: deviations in the same cells
  edges  256: energy of Gabor filters, 8 directions at 2 scales in a 4 x 4 grid, on a logarithmic scale
Any other ONNX image model can take its place by configuration; this one needs no download and costs about a millisecond.
"""
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SIDE, GRID, DIRECTIONS = 96, 4, 8
nodes, weights = [], []


def constant(name, value):
    weights.append(numpy_helper.from_array(np.asarray(value), name))
    return name


def node(op, inputs, output, **attributes):
    nodes.append(helper.make_node(op, inputs, [output], **attributes))
    return output


def pool(x, output, cell):
    return node("AveragePool", [x], output, kernel_shape=[cell, cell], strides=[cell, cell])


def unit(x, output, softness):
    """x / sqrt(|x|^2 + softness^2): a block that says little stays short in place of being blown up to noise."""
    square = node("Mul", [x, x], output + "_square")
    total = node("ReduceSum", [square, constant(output + "_axes", np.array([1], np.int64))], output + "_sum", keepdims=1)
    soft = node("Add", [total, constant(output + "_soft", np.float32(softness**2))], output + "_softened")
    return node("Div", [x, node("Sqrt", [soft], output + "_length")], output)


def flat(x, output):
    return node("Flatten", [x], output, axis=1)


def gabor(size, wavelength, sigma):
    half = size // 2
    y, x = np.mgrid[-half:half + 1, -half:half + 1].astype(np.float64)
    filters = []
    for k in range(DIRECTIONS):
        angle = np.pi * k / DIRECTIONS
        u, v = x * np.cos(angle) + y * np.sin(angle), -x * np.sin(angle) + y * np.cos(angle)
        f = np.exp(-(u**2 + 0.5 * v**2) / (2 * sigma**2)) * np.sin(2 * np.pi * u / wavelength)
        filters.append((f - f.mean()) / np.abs(f).sum())
    return np.stack(filters)[:, None].astype(np.float32)


opponent = np.array([[1 / 3, 1 / 3, 1 / 3], [1.5, -1.5, 0], [0.8, 0.8, -1.6]], np.float32)[:, :, None, None]
axes = node("Conv", ["image", constant("opponent", opponent), constant("middle", np.array([-0.45, 0, 0], np.float32))], "axes")
cell = SIDE // GRID
mean = pool(axes, "mean", cell)
colour = unit(flat(mean, "colour_flat"), "colour", 0.6)
second = pool(node("Mul", [axes, axes], "axes_square"), "second", cell)
variance = node("Relu", [node("Sub", [second, node("Mul", [mean, mean], "mean_square")], "variance_raw")], "variance")
deviation = node("Sqrt", [node("Add", [variance, constant("tiny", np.float32(1e-6))], "variance_safe")], "deviation")
spread = unit(flat(node("Sub", [deviation, constant("usual", np.float32(0.12))], "spread_raw"), "spread_flat"), "spread", 0.6)

light = node("Conv", ["image", constant("grey", np.full((1, 3, 1, 1), 1 / 3, np.float32))], "light")
fine = node("Abs", [node("Conv", [light, constant("gabor_fine", gabor(9, 6.0, 2.2))], "edges_fine", pads=[4] * 4)], "energy_fine")
half = pool(light, "half", 2)
coarse = node("Abs", [node("Conv", [half, constant("gabor_coarse", gabor(11, 9.0, 3.2))], "edges_coarse", pads=[5] * 4)], "energy_coarse")
both = node("Concat", [pool(fine, "grid_fine", cell), pool(coarse, "grid_coarse", cell // 2)], "grid", axis=1)
loud = node("Log", [node("Add", [node("Mul", [flat(both, "grid_flat"), constant("gain", np.float32(60))], "grid_gained"), constant("one", np.float32(1))], "grid_shifted")], "loud")
middle = node("ReduceMean", [loud, constant("loud_axes", np.array([1], np.int64))], "loud_mean", keepdims=1)
edges = unit(node("Sub", [loud, middle], "edges_centred"), "edges", 1.0)

weighted = [node("Mul", [block, constant(block + "_weight", np.float32(w))], block + "_weighted") for block, w in (("colour", 1.0), ("spread", 0.45), ("edges", 0.8))]
joined = node("Concat", weighted, "joined", axis=1)
unit(joined, "embedding", 1e-6)

graph = helper.make_graph(
    nodes, "ocellus-descriptor",
    [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, SIDE, SIDE])],
    [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", 3 * GRID**2 * 2 + 2 * DIRECTIONS * GRID**2])],
    weights,
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], producer_name="ocellus", ir_version=9)
onnx.checker.check_model(model)
onnx.save(model, sys.argv[1])

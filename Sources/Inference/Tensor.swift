/// A block of numbers with a shape, row-major: the last axis is the one next to each other in memory.
///
/// Images are (N, C, H, W).
package struct Tensor: Hashable, Sendable {
  package var shape: [Int]
  package var values: [Float]

  /// - Precondition: as many values as the shape holds.
  package init(shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "a tensor of shape \(shape) has \(values.count) values")
    self.shape = shape
    self.values = values
  }

  init(zeros shape: [Int]) {
    self.init(shape: shape, values: [Float](repeating: 0, count: shape.reduce(1, *)))
  }
}

/// A named input or output of a model.
package struct ValueDescription: Hashable, Sendable {
  package let name: String
  /// `nil` where the axis may have any length (the batch).
  package let shape: [Int?]

  package init(name: String, shape: [Int?]) {
    self.name = name
    self.shape = shape
  }
}

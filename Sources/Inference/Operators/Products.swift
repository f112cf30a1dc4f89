import COpenBLAS

/// Matrix products, left to OpenBLAS.
enum Products {
  /// One row-major product, `c = alpha * a * b + beta * c` with a (m, k) and b (k, n).
  struct Size {
    let m, n, k: Int
    var isTransposedA = false
    var isTransposedB = false
    var alpha: Float = 1

    func multiply(
      _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>, beta: Float
    ) {
      guard m > 0, n > 0 else { return }
      guard k > 0 else {
        for i in 0..<(m * n) { c[i] = beta == 0 ? 0 : c[i] * beta }
        return
      }
      // Shapes are below 2^26 elements, so the lengths fit BLAS's 32-bit integers.
      cblas_sgemm(
        CblasRowMajor, isTransposedA ? CblasTrans : CblasNoTrans, isTransposedB ? CblasTrans : CblasNoTrans,
        blasint(m), blasint(n), blasint(k), alpha, a, blasint(isTransposedA ? m : k), b,
        blasint(isTransposedB ? k : n), beta, c, blasint(n))
    }
  }

  @Sendable static func gemm(_ request: PlanRequest) throws(ModelError) -> Planned {
    let node = request.node
    let (a, b) = (try request.operand(0).shape, try request.operand(1).shape)
    guard a.rank == 2, b.rank == 2 else {
      throw node.invalid("it multiplies \(a.lengths) by \(b.lengths), not matrices")
    }
    let (transA, transB) = (try node.flag("transA"), try node.flag("transB"))
    let inner = transA ? a[0] : a[1]
    guard inner == (transB ? b[1] : b[0]) else { throw misfit(request, a, b) }
    let size = Size(
      m: transA ? a[1] : a[0], n: transB ? b[0] : b[1], k: inner, isTransposedA: transA, isTransposedB: transB,
      alpha: try node.float("alpha", 1))
    let shape = try request.shape([size.m, size.n])
    try checkWork(request, size, times: 1)
    guard request.has(2) else {
      return request.step(shape) { size.multiply($0.inputs[0], $0.inputs[1], into: $0.outputs[0], beta: 0) }
    }
    return try gemm(request, size, shape, addend: try request.operand(2).shape)
  }

  private static func gemm(
    _ request: PlanRequest, _ size: Size, _ shape: Shape, addend: Shape
  ) throws(ModelError) -> Planned {
    guard try Arithmetic.broadcast(addend, shape, for: request) == shape else {
      throw request.node.invalid("its addend of shape \(addend.lengths) does not fit \(shape.lengths)")
    }
    let beta = try request.node.float("beta", 1)
    let rows = RowWalk(shape, [Arithmetic.strides(of: addend, in: shape)])
    return request.step(shape) { memory in
      let (source, target) = (memory.inputs[2], memory.outputs[0])
      rows.forEach { row, starts in
        for i in 0..<rows.length { target[row * rows.length + i] = source[starts[0] + i * rows.innerStrides[0]] }
      }
      size.multiply(memory.inputs[0], memory.inputs[1], into: target, beta: beta)
    }
  }

  @Sendable static func matMul(_ request: PlanRequest) throws(ModelError) -> Planned {
    let (first, second) = (try request.operand(0).shape, try request.operand(1).shape)
    guard first.rank > 0, second.rank > 0 else { throw misfit(request, first, second) }
    // A vector is a row on the left and a column on the right; the added axis is dropped again.
    let a = first.rank == 1 ? [1, first[0]] : first.lengths
    let b = second.rank == 1 ? [second[0], 1] : second.lengths
    let size = Size(m: a[a.count - 2], n: b[b.count - 1], k: a[a.count - 1])
    guard size.k == b[b.count - 2] else { throw misfit(request, first, second) }
    let (aBatch, bBatch) = (try request.shape(Array(a.dropLast(2))), try request.shape(Array(b.dropLast(2))))
    let batch = try Arithmetic.broadcast(aBatch, bBatch, for: request)
    let kept = (first.rank == 1 ? [] : [size.m]) + (second.rank == 1 ? [] : [size.n])
    try checkWork(request, size, times: batch.count)
    let walk = RowWalk(
      try request.shape(batch.lengths + [1]),
      [Arithmetic.strides(of: aBatch, in: batch) + [0], Arithmetic.strides(of: bBatch, in: batch) + [0]])
    return request.step(try request.shape(batch.lengths + kept)) { memory in
      walk.forEach { index, starts in
        size.multiply(
          memory.inputs[0] + starts[0] * size.m * size.k, memory.inputs[1] + starts[1] * size.k * size.n,
          into: memory.outputs[0] + index * size.m * size.n, beta: 0)
      }
    }
  }

  private static func checkWork(_ request: PlanRequest, _ size: Size, times: Int) throws(ModelError) {
    try request.checkWork(size.m, size.n, size.k, times)
  }

  private static func misfit(_ request: PlanRequest, _ a: Shape, _ b: Shape) -> ModelError {
    request.node.invalid("matrices of shapes \(a.lengths) and \(b.lengths) cannot be multiplied")
  }
}

extension PlanRequest {
  /// Refuses a node that would multiply for minutes.
  func checkWork(_ factors: Int...) throws(ModelError) {
    let work = factors.reduce(1.0) { $0 * Double($1) }
    guard work <= Double(Limits.multiplications) else {
      throw node.invalid("it takes \(work) multiplications, more than \(Limits.multiplications)")
    }
  }
}

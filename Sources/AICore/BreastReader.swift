package import Inference

/// A trained reader: two networks, the numbers of its card and the digest that names it.
///
/// Shared by any number of analyzers; each brings its own sessions.
package final class BreastReader: Sendable {
  package let card: ReaderCard
  /// Names this model among all others in stored traces.
  package let digest: String
  package let network: Model
  package let regionHead: Model

  /// - Parameters:
  ///   - network: `model.onnx`: `image` (1, 1, 256, 256) → `mask` (1, 4, 64, 64), `features` (1, 96, 32, 32),
  ///     `presence` (1, 1).
  ///   - regionHead: `region.onnx`: `region` (N, 300) → logits by name.
  package init(network: [UInt8], regionHead: [UInt8], card: ReaderCard, digest: String) throws(ReaderError) {
    if let problem = card.problems.first { throw .unsoundCard(id: card.id, problem: problem) }
    (self.card, self.digest) = (card, digest)
    do {
      self.network = try Model(onnx: network)
      self.regionHead = try Model(onnx: regionHead)
    } catch {
      throw .network(id: card.id, error)
    }
    try checkPorts()
  }

  private func checkPorts() throws(ReaderError) {
    let wanted = [
      (network, ["image"], ["mask", "features", "presence"]),
      (regionHead, ["region"], RegionAnswer.names),
    ]
    for (model, inputs, outputs) in wanted {
      let there = Set((model.inputs + model.outputs).map(\.name))
      for name in inputs + outputs where !there.contains(name) {
        throw .unsoundCard(id: card.id, problem: "its network has no '\(name)'")
      }
    }
  }
}

/// What can be wrong with a reader or its use.
package enum ReaderError: Error, CustomStringConvertible {
  case unsoundCard(id: String, problem: String)
  case network(id: String, ModelError)

  package var description: String {
    switch self {
    case .unsoundCard(let id, let problem):
      "reader '\(id)': \(problem); restore the model folder as it was released"
    case .network(let id, let error):
      "reader '\(id)': \(error)"
    }
  }
}

package import Inference

/// The region head's logits for one region, by name.
package struct RegionAnswer {
  package static let names = [
    "lesion", "malignancy", "category", "shape", "orientation", "margin", "margin_detail", "echo", "posterior",
    "calcifications",
  ]

  private let logits: [String: [Double]]

  /// The answers for each row of a batch.
  package static func all(in outputs: [String: Tensor], count: Int) -> [RegionAnswer] {
    (0..<count).map { row in
      let logits = outputs.mapValues { output in
        let width = output.values.count / count
        return output.values[(row * width)..<((row + 1) * width)].map(Double.init)
      }
      return RegionAnswer(logits: logits)
    }
  }

  package subscript(name: String) -> [Double] { logits[name] ?? [] }

  var lesion: Double { self["lesion"].first ?? 0 }
  var malignancy: Double { self["malignancy"].first ?? 0 }

  /// The mean of two views' answers.
  func averaged(with other: RegionAnswer) -> RegionAnswer {
    RegionAnswer(logits: logits.mapValues { $0 }.merging(other.logits) { a, b in zip(a, b).map { ($0 + $1) / 2 } })
  }

  /// Probabilities of exclusive terms.
  func chances(_ name: String) -> [Double] {
    let values = self[name]
    let greatest = values.max() ?? 0
    let powers = values.map { exponential($0 - greatest) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }
}

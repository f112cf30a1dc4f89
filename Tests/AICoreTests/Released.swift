import AICore
import Foundation
import Sonography

/// The reader as the repository ships it.
enum Released {
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Models/breast-reader")

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  /// Numbers close to the shipped card's: these tests are about the arithmetic, not the thresholds.
  static let card = ReaderCard(
    id: "breast-reader", version: "test", inputSide: 256, maskThreshold: 0.5, findingThreshold: 0.5,
    trailingThreshold: 0.25, confidenceWeights: [0.5, 0.2, 0.5, -0.3], temperature: 1, malignancyOffset: 0,
    calibrationPrevalence: 0.35, prevalence: 0.35, categoryCuts: [0.02, 0.1, 0.5, 0.95])

  static func reader(_ card: ReaderCard = card) throws -> BreastReader {
    try BreastReader(
      network: bytes("model.onnx"), regionHead: bytes("region.onnx"), card: card, digest: "test")
  }

  /// `reference.json`: values every engine must reproduce.
  struct Reference: Decodable {
    var mask: Sampled
    var features: Sampled
    var presence: [Double]
    var vector: Sampled
    var answers: [String: [Double]]

    struct Sampled: Decodable {
      var count: Int
      var step: Int
      var values: [Double]
    }
  }

  static func reference() throws -> Reference {
    try JSONDecoder().decode(Reference.self, from: Data(bytes("reference.json")))
  }

  /// The reference's input, by its formula.
  static var referenceImage: [Float] {
    (0..<(256 * 256)).map { place in
      let (x, y) = (place % 256, place / 256)
      let (u, v) = ((Double(x) - 120) / 46, (Double(y) - 96) / 28)
      if u * u + v * v < 1 { return Float(0.12 + 0.05 * Double((5 * x + 3 * y) % 16) / 16) }
      return Float(0.45 + 0.1 * Double((7 * x + 13 * y) % 32) / 32 - 0.1 * Double(y) / 256)
    }
  }

  static var referenceWeights: [Float] {
    (0..<(128 * 128)).map { place in
      let (u, v) = ((Double(place % 128) + 0.5 - 60) / 23, (Double(place / 128) + 0.5 - 48) / 14)
      return u * u + v * v < 1 ? 0.9 : 0
    }
  }
}

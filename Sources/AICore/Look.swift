package import Inference

/// What the network returns for one picture.
package struct Look {
  /// The mask's cells: half the network's input in each direction.
  static let cells = 128

  /// Logits, (128, 128).
  package private(set) var mask: [Float]
  /// (96, 32, 32).
  package private(set) var features: [Float]
  /// Logit: there is a lesion somewhere.
  package private(set) var presence: Double

  package init(_ outputs: [String: Tensor], within letterbox: Letterbox?) {
    mask = Self.laidOut(outputs["mask"]?.values ?? [])
    features = outputs["features"]?.values ?? []
    presence = Double(outputs["presence"]?.values.first ?? 0)
    if let letterbox { blank(outside: letterbox) }
  }

  /// The four channels (4, 64, 64) are the quarters of each cell, left to right and top to bottom.
  private static func laidOut(_ quarters: [Float]) -> [Float] {
    let half = cells / 2
    return (0..<(cells * cells)).map { place in
      let (x, y) = (place % cells, place / cells)
      return quarters[((y % 2) * 2 + x % 2) * half * half + (y / 2) * half + x / 2]
    }
  }

  /// Beyond the frame there is nothing to find.
  private mutating func blank(outside letterbox: Letterbox) {
    let (width, height) = ((letterbox.scaledWidth + 1) / 2, (letterbox.scaledHeight + 1) / 2)
    for place in mask.indices where place % Self.cells >= width || place / Self.cells >= height {
      mask[place] = -30
    }
  }

  func mirrored() -> Look {
    var mirrored = self
    mirrored.mask = mirroredRows(mask, side: Self.cells)
    mirrored.features = mirroredRows(features, side: RegionVector.grid)
    return mirrored
  }

  func averaged(with other: Look, within letterbox: Letterbox) -> Look {
    var mean = self
    mean.mask = zip(mask, other.mask).map { ($0 + $1) / 2 }
    mean.presence = (presence + other.presence) / 2
    mean.blank(outside: letterbox)
    return mean
  }
}

/// Every row of `side` values back to front.
func mirroredRows(_ values: [Float], side: Int) -> [Float] {
  values.indices.map { values[$0 - $0 % side + side - 1 - $0 % side] }
}

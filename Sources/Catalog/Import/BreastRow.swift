internal import Sonography

/// One line of the BrEaST table in the words of the lexicon.
///
/// The table's words are those of its publication (Pawłowska et al., Scientific Data 2024); what the
/// lexicon has no word for (halo, calcifications that cannot be told) is left out.
struct BreastRow {
  static let headings = [
    "CaseID", "Image_filename", "Mask_tumor_filename", "Mask_other_filename", "Pixel_size", "Age",
    "Tissue_composition", "Signs", "Symptoms", "Shape", "Margin", "Echogenicity",
    "Posterior_features", "Calcifications", "Skin_thickening", "Interpretation", "BIRADS",
    "Verification", "Diagnosis", "Classification",
  ]

  let line: Int
  private let cells: [String: String]

  init(line: Int, cells: [String: String]) {
    self.line = line
    self.cells = cells
  }

  /// The trimmed cell; nil when it is empty or says that nothing is known.
  subscript(heading: String) -> String? {
    guard let cell = cells[heading] else { return nil }
    let text = trimmed(cell)
    return ["", "not available", "not applicable"].contains(text) ? nil : text
  }

  /// The parts of a cell that lists several things.
  func words(_ heading: String) -> [String] {
    self[heading]?.split(separator: "&").map { trimmed(String($0)) } ?? []
  }

  var number: Int? { whole("CaseID") }
  var age: Int? { whole("Age") }

  /// The table gives centimetres per pixel.
  var spacing: PixelSpacing? {
    guard let size = self["Pixel_size"].flatMap(decimal), size > 0 else { return nil }
    let millimetres = (size * 10 * 1e6).rounded() / 1e6
    return PixelSpacing(x: millimetres, y: millimetres)
  }

  /// `4a` → `4A`.
  var assessment: Assessment? {
    self["BIRADS"].map { Assessment(decimal($0).map(shortest) ?? $0.uppercased()) }
  }

  var outcome: ReferenceStandard.Outcome? {
    self["Classification"].flatMap(ReferenceStandard.Outcome.init(rawValue:))
  }

  var evidence: Lesion.Evidence? {
    switch self["Verification"] {
    case "confirmed by biopsy": .histology
    case "confirmed by follow-up care": .followUp
    default: nil
    }
  }

  private func whole(_ heading: String) -> Int? {
    self[heading].flatMap(decimal).flatMap { Int(exactly: $0) }
  }

  // MARK: Descriptors

  private static let terms: [String: (feature: String, words: [String: String])] = [
    "Shape": ("shape", ["oval": "oval", "round": "round", "irregular": "irregular"]),
    "Echogenicity": (
      "echo",
      [
        "anechoic": "anechoic", "hyperechoic": "hyperechoic", "hypoechoic": "hypoechoic",
        "isoechoic": "isoechoic", "heterogeneous": "heterogeneous",
        "complex cystic/solid": "complex_cystic_solid",
      ]
    ),
    "Posterior_features": (
      "posterior",
      ["no": "none", "enhancement": "enhancement", "shadowing": "shadowing", "combined": "combined"]
    ),
    "Calcifications": (
      "calcifications",
      [
        "no": "none", "in a mass": "in_mass", "outside of a mass": "outside_mass",
        "intraductal": "intraductal", "indefinable": "",
      ]
    ),
  ]

  /// All descriptors the table states; a word it is not known to use becomes a problem.
  func descriptors(in problems: ProblemList) -> Descriptors {
    var found: [String: [String]] = [:]
    for (heading, column) in Self.terms.sorted(by: { $0.key < $1.key }) {
      for word in words(heading) {
        guard let term = column.words[word] else {
          problems.add("\(heading) says '\(word)', which is no word of this data set", line: line)
          continue
        }
        if !term.isEmpty { found[column.feature, default: []].append(term) }
      }
    }
    found.merge(margin(in: problems)) { first, _ in first }
    if self["Skin_thickening"] == "yes" { found["associated"] = ["skin_thickening"] }
    return Descriptors(found)
  }

  /// `not circumscribed - spiculated&indistinct` → the margin and its details.
  private func margin(in problems: ProblemList) -> [String: [String]] {
    guard let text = self["Margin"] else { return [:] }
    if text == "circumscribed" { return ["margin": ["circumscribed"]] }
    let lead = "not circumscribed - "
    let known = ["indistinct", "angular", "microlobulated", "spiculated"]
    let details =
      text.hasPrefix(lead) ? text.dropFirst(lead.count).split(separator: "&").map { trimmed(String($0)) } : []
    guard !details.isEmpty, details.allSatisfy(known.contains) else {
      problems.add("Margin says '\(text)', which is no word of this data set", line: line)
      return [:]
    }
    return ["margin": ["not_circumscribed"], "margin_detail": details]
  }
}

/// Without blanks at either end.
func trimmed(_ text: String) -> String {
  let isBlank: (Character) -> Bool = \.isWhitespace
  return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
}

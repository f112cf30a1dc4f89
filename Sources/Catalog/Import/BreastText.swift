internal import Sonography

/// What a BrEaST case says in sentences.
enum BreastText {
  static let source = Case.Source(
    name: "BrEaST", licence: "CC BY 4.0",
    credit: "Pawłowska et al., Curated benchmark dataset for ultrasound based breast lesion analysis, "
      + "Scientific Data, 2024. Outlines traced from the published masks.",
    link: "https://creativecommons.org/licenses/by/4.0/")

  static func vignette(_ row: BreastRow) -> Case.Vignette {
    let parts = [
      part(row, "Signs", none: "No signs"), part(row, "Symptoms", none: "No symptoms"),
      row["Tissue_composition"].map { "Tissue \(listed($0))" },
    ].compactMap { $0 }
    let text = parts.isEmpty ? "No clinical information." : parts.map { $0 + "." }.joined(separator: " ")
    return Case.Vignette(age: row.age, text: text)
  }

  private static func part(_ row: BreastRow, _ heading: String, none: String) -> String? {
    guard let text = row[heading] else { return nil }
    return text == "no" ? none : "\(heading): \(listed(text))"
  }

  private static func listed(_ text: String) -> String {
    text.split(separator: "&").map { trimmed(String($0)) }.joined(separator: ", ")
  }

  /// Category, what the radiologist thought of and how it ended.
  static func teaching(_ row: BreastRow, _ assessment: Assessment) -> String {
    var sentences = ["The radiologist gave BI-RADS \(assessment.rawValue)."]
    let thought = row.words("Interpretation").map { lowercasedFirst($0) }
    if !thought.isEmpty { sentences.append("Considered: \(thought.joined(separator: ", ")).") }
    let diagnosis = row.words("Diagnosis").map { lowercasedFirst($0) }.joined(separator: ", ")
    switch row.evidence {
    case .histology:
      sentences.append("Biopsy: \(diagnosis.isEmpty ? "confirmed the outcome" : diagnosis).")
    case .followUp:
      sentences.append("Benign by follow-up, without a biopsy.")
    default:
      sentences.append("There is no lesion to find.")
    }
    return sentences.joined(separator: " ")
  }

  private static func lowercasedFirst(_ text: String) -> String {
    text.prefix(1).lowercased() + text.dropFirst()
  }
}

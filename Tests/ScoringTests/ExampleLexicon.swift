import Foundation
import Sonography

extension Lexicon {
  /// A small breast lexicon: four features, seven categories, and credit by the rule of the design:
  /// 1 when equal; within one management 1 − 0.15 a step, at least 0.5; 0.25 one management step
  /// over; 0 further over or under-called across management.
  static let example: Lexicon = {
    let management = [
      "routine", "routine", "short_interval", "tissue", "tissue", "tissue", "tissue",
    ]
    let ids = ["1", "2", "3", "4A", "4B", "4C", "5"]
    let steps = ["routine": 0, "short_interval": 1, "tissue": 2]
    var credit: [String: [String: Double]] = [:]
    for (r, reference) in ids.enumerated() {
      for (a, answer) in ids.enumerated() {
        let over = steps[management[a]]! - steps[management[r]]!
        credit[reference, default: [:]][answer] =
          over == 0 ? max(0.5, 1 - 0.15 * Double(abs(a - r))) : over == 1 ? 0.25 : 0
      }
    }
    var lexicon = Lexicon(
      id: "example", title: "Example", organ: "breast",
      features: [
        feature("shape", ["oval", "round", "irregular"]),
        feature("margin", ["circumscribed", "not_circumscribed"]),
        feature(
          "margin_detail", ["indistinct", "angular", "spiculated"], isMultiple: true,
          requires: Requirement(feature: "margin", terms: ["not_circumscribed"])),
        feature("posterior", ["none", "shadowing", "enhancement"]),
      ],
      aliases: ["shape": ["lobulated": "oval"]], retired: ["boundary"],
      assessment: AssessmentScale(
        label: ["en": "Category"],
        managements: steps.map { .init(id: $0.key, label: ["en": $0.key], step: $0.value) },
        categories: ids.enumerated().map { rank, id in
          .init(
            id: Assessment(id), label: ["en": id], management: management[rank], rank: rank,
            isOffered: true)
        },
        positiveTests: [
          "biopsy": .init(categories: ids.dropFirst(3).map { Assessment($0) }, managements: [])
        ],
        credit: credit))
    lexicon.digest = "0123"
    return lexicon
  }()

  private static func feature(
    _ id: String, _ terms: [String], isMultiple: Bool = false, requires: Requirement? = nil
  ) -> Feature {
    Feature(
      id: id, label: ["en": id.capitalized], isMultiple: isMultiple, requires: requires,
      isDrilled: true, terms: terms.map { Term(id: $0, label: ["en": $0]) })
  }
}

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
    let categories = ids.enumerated().map { rank, id in
      [
        "id": id, "label": ["en": id], "management": management[rank],
        "managementLabel": ["en": management[rank]], "rank": rank, "isOffered": true,
      ] as [String: Any]
    }
    let lexicon: [String: Any] = [
      "format": 1, "id": "example", "title": "Example",
      "features": [
        feature("shape", ["oval", "round", "irregular"]),
        feature("margin", ["circumscribed", "not_circumscribed"]),
        feature(
          "margin_detail", ["indistinct", "angular", "spiculated"], isMultiple: true,
          requires: ["feature": "margin", "terms": ["not_circumscribed"]]),
        feature("posterior", ["none", "shadowing", "enhancement"]),
      ],
      "assessment": ["categories": categories, "credit": credit],
    ]
    return try! JSONDecoder().decode(
      Lexicon.self, from: JSONSerialization.data(withJSONObject: lexicon))
  }()

  private static func feature(
    _ id: String, _ terms: [String], isMultiple: Bool = false, requires: [String: Any]? = nil
  ) -> [String: Any] {
    var feature: [String: Any] = [
      "id": id, "label": ["en": id.capitalized], "isMultiple": isMultiple, "isDrilled": true,
      "terms": terms.map { ["id": $0, "label": ["en": $0]] },
    ]
    feature["requires"] = requires
    return feature
  }
}

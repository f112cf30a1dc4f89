import Foundation
import Sonography
import Testing

import Catalog

private let references = shared + "/references/lexicon"

@Suite struct LexiconTests {
  private func shipped() throws -> Lexicon {
    let path = repository + "/curricula/lexicons/birads-us-2013.json"
    let list = ProblemList(file: path)
    let lexicon = LexiconFile.read(
      try PlainFile.read(path, limit: LexiconFile.largest), id: "birads-us-2013", in: list)
    #expect(list.problems == [])
    return try #require(lexicon)
  }

  @Test func `the shipped lexicon decodes as JSON to the same value`() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: repository + "/curricula/lexicons/birads-us-2013.json"))
    #expect(try JSONDecoder().decode(Lexicon.self, from: data) == shipped())
  }

  @Test func `every label is there in English and Chinese`() throws {
    let lexicon = try shipped()
    let labels =
      lexicon.features.flatMap { [$0.label] + $0.terms.map(\.label) }
      + lexicon.assessment.categories.flatMap { [$0.label, $0.managementLabel] }
    #expect(labels.allSatisfy { Set($0.keys) == ["en", "zh"] })
  }

  @Test(.enabled(if: exists(references), "the reference lexicon is not beside the repository"))
  func `credits are those of the reference table`() throws {
    let credit = try shipped().assessment.credit
    let text = try String(contentsOfFile: references + "/birads_partial_credit.expected.csv", encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",") }
    #expect(rows.count == 49)
    for row in rows {
      let (reference, answer) = (String(row[0]), String(row[1]))
      #expect(credit[reference]?[answer] == Double(row[6]), "\(answer) when \(reference) is right")
    }
  }

  @Test func `an unsplit 4 scores the management alone`() throws {
    let row = try shipped().assessment.credit["4"]
    #expect(row == ["1": 0, "2": 0, "3": 0, "4A": 1, "4B": 1, "4C": 1, "5": 1])
  }

  @Test(.enabled(if: exists(references), "the reference lexicon is not beside the repository"))
  func `ids, kinds, ranks and management are those of the reference lexicon`() throws {
    let lexicon = try shipped()
    let data = try Data(contentsOf: URL(fileURLWithPath: references + "/birads-us-2013.json"))
    let reference = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let features = try #require(reference["features"] as? [[String: Any]])
    #expect(lexicon.features.map(\.id) == features.map { $0["id"] as? String })
    for (ours, theirs) in zip(lexicon.features, features) {
      let terms = theirs["terms"] as? [[String: Any]] ?? []
      #expect(ours.terms.map(\.id) == terms.map { $0["id"] as? String })
      #expect(ours.isMultiple == (theirs["cardinality"] as? String == "many"))
    }
    let scale = reference["assessment"] as? [String: Any]
    let categories = scale?["categories"] as? [[String: Any]] ?? []
    #expect(categories.count == 9)
    for category in categories {
      let ours = lexicon.assessment[Assessment(category["id"] as? String ?? "")]
      #expect(ours?.management == category["management"] as? String)
      #expect(ours?.rank == category["rank"] as? Int)
      #expect(ours?.likelihood == category["malignancy_pct"] as? [Double])
    }
    #expect(lexicon.assessment.offered.map(\.id.rawValue) == scale?["trainee_scale"] as? [String])
  }

  @Test func `a lexicon with faults gets a sentence for each`() throws {
    let path = repository + "/curricula/lexicons/birads-us-2013.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
      .replacingOccurrences(
        of: "\"isMultiple\": false,\n      \"isDrilled\": false", with: "\"isMany\": 1,\n      \"isDrilled\": no"
      )
      .replacingOccurrences(of: "\"5\": {\"1\": 0,", with: "\"5\": {")
    let list = ProblemList(file: "l.json")
    #expect(LexiconFile.read(Array(text.utf8), id: "birads-us-2013", in: list) == nil)
    #expect(
      list.problems.first?.description
        == "l.json:9: unknown key 'isMany'; a feature has id, label, isMultiple, requires, isDrilled, terms")
    #expect(list.problems.contains { $0.sentence == "'isDrilled' is true or false, not 'no'" })
    #expect(list.problems.contains { $0.sentence == "'credit' says nothing about answer '1' when '5' is right" })
  }
}

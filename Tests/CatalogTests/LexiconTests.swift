import Foundation
import Sonography
import Testing

import Catalog

private let references = shared + "/references/lexicon"

@Suite struct LexiconTests {
  static let ids = ["birads-us-2013", "acr-tirads-2017"]

  private func shipped(_ id: String = "birads-us-2013") throws -> Lexicon {
    let path = repository + "/curricula/lexicons/\(id).json"
    let list = ProblemList(file: path)
    let lexicon = LexiconFile.read(
      try PlainFile.read(path, limit: LexiconFile.largest), id: id, in: list)
    #expect(list.problems == [])
    return try #require(lexicon)
  }

  @Test(arguments: ids) func `a shipped lexicon decodes as JSON to the same value`(id: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: repository + "/curricula/lexicons/\(id).json"))
    var read = try shipped(id)
    #expect(read.digest.count == 64)
    read.digest = ""
    #expect(try JSONDecoder().decode(Lexicon.self, from: data) == read)
  }

  @Test(arguments: ids) func `every label is there in English and Chinese`(id: String) throws {
    let lexicon = try shipped(id)
    let labels =
      lexicon.features.flatMap { [$0.label] + $0.terms.map(\.label) }
      + lexicon.assessment.categories.map(\.label) + lexicon.assessment.managements.map(\.label)
      + [lexicon.assessment.label]
    #expect(labels.allSatisfy { Set($0.keys) == ["en", "zh"] })
  }

  @Test func `a digest is of what a lexicon says, not of how it is laid out`() throws {
    let path = repository + "/curricula/lexicons/acr-tirads-2017.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    func digest(_ text: String) -> String? {
      LexiconFile.read(Array(text.utf8), id: "acr-tirads-2017", in: ProblemList(file: "l.json"))?.digest
    }
    #expect(digest(text + "\n\n") == digest(text))
    #expect(digest(text.replacingOccurrences(of: "\"points\": 3", with: "\"points\": 2")) != digest(text))
  }

  @Test func `there is no BI-RADS v2025 until a licensed department writes it`() throws {
    #expect(!exists(repository + "/curricula/lexicons/birads-us-2025.json"))
    let scratch = try ScratchFolder()
    let text = try String(contentsOfFile: repository + "/curricula/lexicons/birads-us-2013.json", encoding: .utf8)
      .replacingOccurrences(of: "birads-us-2013", with: "birads-us-2025")
      .replacingOccurrences(
        of: "\"features\": [",
        with: """
          "features": [{"id": "kind", "label": {"en": "Kind"}, "isMultiple": false, "isDrilled": true,
            "terms": [{"id": "one", "label": {"en": "One"}}, {"id": "other", "label": {"en": "Other"}}]},
            {"id": "spread", "label": {"en": "Spread"}, "isMultiple": true, "isDrilled": true,
            "requires": {"feature": "kind", "terms": ["other"]}, "terms": [{"id": "a", "label": {"en": "A"}}]},
          """)
    try scratch.put(text, at: "lexicons/birads-us-2025.json")
    let (catalog, problems) = Catalog.load(cases: [], curricula: scratch.path)
    #expect(problems == [])
    #expect(catalog.lexicons["birads-us-2025"]?.feature("spread")?.requires?.terms == ["other"])
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
    #expect(row == ["1": 0, "2": 0, "3": 0, "4": 1, "4A": 1, "4B": 1, "4C": 1, "5": 1])
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
      #expect(ours.code == code(theirs["concept"]))
      #expect(ours.terms.map(\.code) == terms.map { code($0["code"]) })
    }
    let scale = reference["assessment"] as? [String: Any]
    let categories = scale?["categories"] as? [[String: Any]] ?? []
    #expect(categories.count == 9)
    for category in categories {
      let ours = lexicon.assessment[Assessment(category["id"] as? String ?? "")]
      #expect(ours?.management == category["management"] as? String)
      #expect(ours?.rank == category["rank"] as? Int)
      let band = category["malignancy_pct"] as? [Double]
      #expect(ours?.likelihood.map { [$0.low, $0.high] } == band)
      #expect(ours?.likelihood?.includesLow == band.map { _ in category["lo_open"] as? Bool != true })
      #expect(ours?.likelihood?.includesHigh == band.map { _ in category["hi_closed"] as? Bool != false })
      #expect(ours?.code == code(category["code"]))
    }
    let parents = scale?["parent"] as? [String: String] ?? [:]
    #expect(
      parents
        == Dictionary(
          uniqueKeysWithValues: lexicon.assessment.categories.compactMap { category in
            category.parent.map { (category.id.rawValue, $0.rawValue) }
          }))
    let tests = scale?["positive_test"] as? [String: [String]]
    #expect(lexicon.assessment.positiveTests.mapValues { $0.categories.map(\.rawValue) } == tests)
    #expect(lexicon.assessment.offered.map(\.id.rawValue) == scale?["trainee_scale"] as? [String])
  }

  private func code(_ value: Any?) -> Lexicon.Code? {
    guard let value = value as? [String: String], let scheme = value["scheme"], let code = value["code"]
    else { return nil }
    return Lexicon.Code(scheme: scheme, value: code, version: value["version"])
  }

  @Test(.enabled(if: exists(references), "the reference lexicon is not beside the repository"))
  func `codes of categories are those of DICOM's context group 6027`() throws {
    let path = references + "/../interop/dicom_cid6027_assessment.csv"
    let rows = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst().map { $0.split(separator: ",").map(String.init) }
    let lexicon = try shipped()
    #expect(rows.count == 10)
    for row in rows {
      let id = Assessment(String(row[2].prefix { $0 != " " }))
      let code = try #require(lexicon.assessment[id]?.code)
      #expect(code.value == row[1])
      #expect([code.scheme, code.version.map { "[\($0)]" }].compactMap(\.self).joined(separator: " ") == row[0])
    }
  }

  @Test(.enabled(if: exists(references), "the reference lexicon is not beside the repository"))
  func `points, levels and sizes are those of the reference TI-RADS`() throws {
    let lexicon = try shipped("acr-tirads-2017")
    let data = try Data(contentsOf: URL(fileURLWithPath: references + "/acr-tirads-2017.json"))
    let reference = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let features = try #require(reference["features"] as? [[String: Any]])
    #expect(lexicon.organ == reference["organ"] as? String)
    #expect(lexicon.features.map(\.id) == features.map { $0["id"] as? String })
    for (ours, theirs) in zip(lexicon.features, features) {
      let terms = theirs["terms"] as? [[String: Any]] ?? []
      #expect(ours.terms.map(\.id) == terms.map { $0["id"] as? String })
      #expect(ours.terms.map(\.points) == terms.map { $0["points"] as? Int })
      #expect(ours.isMultiple == (theirs["cardinality"] as? String == "many"))
    }
    let scale = reference["assessment"] as? [String: Any]
    for category in try #require(scale?["categories"] as? [[String: Any]]) {
      let ours = try #require(lexicon.assessment[Assessment(category["id"] as? String ?? "")])
      #expect(ours.rank == category["rank"] as? Int)
      #expect(ours.pointsFrom == (category["points"] as? [Int])?.first)
      #expect(
        ours.managementBySize?.map(\.from)
          == (category["fna_mm"] as? Double).map { [$0, category["followup_mm"] as? Double ?? .nan] })
    }
    #expect(lexicon.assessment.offered.map(\.id.rawValue) == scale?["trainee_scale"] as? [String])
  }

  @Test func `every fault of a scale gets a sentence`() throws {
    let path = repository + "/curricula/lexicons/acr-tirads-2017.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
      .replacingOccurrences(of: "\"term\": \"spongiform\"", with: "\"term\": \"sponge\"")
      .replacingOccurrences(
        of: "\"from\": 25, \"management\": \"fna\"", with: "\"from\": 25, \"management\": \"needle\""
      )
      .replacingOccurrences(of: "\"managements\": [\"fna\"]", with: "\"managements\": [\"surgery\"]")
      .replacingOccurrences(of: "\"pointsFrom\": 0", with: "\"pointsFrom\": 1")
      .replacingOccurrences(of: "\"zh\": \"平滑\"}, \"points\": 0", with: "\"zh\": \"平滑\"}")
      .replacingOccurrences(of: "\"aliases\": {}", with: "\"aliases\": {\"margin\": {\"lobed\": \"wavy\"}}")
    let list = ProblemList(file: "l.json")
    #expect(LexiconFile.read(Array(text.utf8), id: "acr-tirads-2017", in: list) == nil)
    #expect(
      list.problems.map(\.sentence) == [
        "'lobed' stands for 'wavy', which 'margin' does not have",
        "'categories' has 'TR3' lead to 'needle', which is no management",
        "'positiveTests' has 'surgery' in 'biopsy', which is no management",
        "'derivation' needs a category with 'pointsFrom' 0",
        "'derivation' stops at 'sponge' of 'composition', which does not exist",
      ])
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
        == "l.json:11: unknown key 'isMany'; a feature has id, label, isMultiple, requires, isDrilled, code, terms")
    #expect(list.problems.contains { $0.sentence == "'isDrilled' is true or false, not 'no'" })
    #expect(list.problems.contains { $0.sentence == "'credit' says nothing about answer '1' when '5' is right" })
  }
}

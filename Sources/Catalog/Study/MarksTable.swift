/// Marks of a free-response study: which lesions readers found, and what else they marked.
package struct MarksTable: Hashable, Sendable {
  package var modalities: [String]
  package var readers: [String]
  package var cases: [StudyCase]
  package var marks: [Mark]

  package struct StudyCase: Hashable, Sendable {
    package var id: String
    /// None in a normal case; their weights add up to 1.
    package var lesions: [Lesion]

    package init(id: String, lesions: [Lesion]) {
      self.id = id
      self.lesions = lesions
    }
  }

  package struct Lesion: Hashable, Sendable {
    package var id: String
    package var weight: Double

    package init(id: String, weight: Double) {
      self.id = id
      self.weight = weight
    }
  }

  package struct Mark: Hashable, Sendable {
    /// Places in the three lists above.
    package var modality: Int
    package var reader: Int
    package var studyCase: Int
    /// The place of the lesion hit; nil for a mark that hit none.
    package var lesion: Int?
    package var rating: Double

    package init(modality: Int, reader: Int, studyCase: Int, lesion: Int?, rating: Double) {
      self.modality = modality
      self.reader = reader
      self.studyCase = studyCase
      self.lesion = lesion
      self.rating = rating
    }
  }

  package init(
    modalities: [String], readers: [String], cases: [StudyCase], marks: [Mark]
  ) {
    self.modalities = modalities
    self.readers = readers
    self.cases = cases
    self.marks = marks
  }

  /// Marks: modality, reader, case, mark (NL or LL), lesion, rating. Truth: case, lesion, weight, one
  /// row a lesion; a normal case has one row with lesion 0 or none, and weights that are all 0 or empty
  /// are made equal.
  package init(marks: StudyTable, truth: StudyTable) throws(CatalogError) {
    var (marks, truth) = (marks, truth)
    let places = try marks.places(of: ["modality", "reader", "case", "mark", "lesion", "rating"])
    var index = NameList()
    let cases = try Self.cases(&truth, &index)
    var (modalities, readers) = (NameList(), NameList())
    var found: [Mark] = []
    var lines: [[Int]: Int] = [:]
    for record in marks.records {
      let names = places[0...3].map { marks.name(record, $0) }
      guard let modality = names[0], let reader = names[1], let id = names[2], let kind = names[3],
        let rating = marks.required(record, places[5])
      else { continue }
      guard let place = index.known(id) else {
        marks.add("case '\(id)' is not in \(truth.file)", record.line)
        continue
      }
      guard ["NL", "LL"].contains(kind.uppercased()) else {
        marks.add("mark is NL or LL, not '\(kind)'", record.line)
        continue
      }
      var mark = Mark(
        modality: modalities.place(of: modality), reader: readers.place(of: reader),
        studyCase: place, lesion: nil, rating: rating)
      if kind.uppercased() == "LL" {
        let lesion = trimmed(record.fields[places[4]])
        mark.lesion = cases[place].lesions.firstIndex { $0.id == lesion }
        guard let hit = mark.lesion else {
          marks.add("case '\(id)' has no lesion '\(lesion)' in \(truth.file)", record.line)
          continue
        }
        if let earlier = lines.updateValue(
          record.line, forKey: [mark.modality, mark.reader, place, hit])
        {
          marks.add("the same lesion was marked on line \(earlier); keep one rating", record.line)
        }
      }
      found.append(mark)
    }
    try marks.finish()
    self.init(modalities: modalities.names, readers: readers.names, cases: cases, marks: found)
  }

  private static func cases(
    _ truth: inout StudyTable, _ index: inout NameList
  ) throws(CatalogError) -> [StudyCase] {
    let places = try truth.places(of: ["case", "lesion", "weight"])
    var cases: [StudyCase] = []
    var lines: [Int] = []
    for record in truth.records {
      guard let id = truth.name(record, places[0]), let weight = truth.number(record, places[2])
      else { continue }
      let place = index.place(of: id)
      if place == cases.count {
        cases.append(StudyCase(id: id, lesions: []))
        lines.append(record.line)
      }
      let lesion = trimmed(record.fields[places[1]])
      if StudyTable.isMissing(lesion) || Double(lesion) == 0 {
        if !cases[place].lesions.isEmpty {
          truth.add("case '\(id)' has lesions and a row without", record.line)
        }
        continue
      }
      if cases[place].lesions.contains(where: { $0.id == lesion }) {
        truth.add("lesion '\(lesion)' of case '\(id)' is there twice", record.line)
      }
      if let weight, weight < 0 { truth.add("a weight is not below 0", record.line) }
      cases[place].lesions.append(Lesion(id: lesion, weight: weight ?? 0))
    }
    for place in cases.indices { weigh(&cases[place], &truth, line: lines[place]) }
    try truth.finish()
    return cases
  }

  private static func weigh(_ one: inout StudyCase, _ truth: inout StudyTable, line: Int) {
    let sum = one.lesions.reduce(0) { $0 + $1.weight }
    guard !one.lesions.isEmpty else { return }
    if sum == 0 {
      for lesion in one.lesions.indices {
        one.lesions[lesion].weight = 1 / Double(one.lesions.count)
      }
    } else if abs(sum - 1) > 1e-6 {
      truth.add("the weights of case '\(one.id)' add up to \(sum); they must to 1", line)
    }
  }
}

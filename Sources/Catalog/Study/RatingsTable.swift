/// Ratings of whole cases: who rated which case how, in which modality.
package struct RatingsTable: Hashable, Sendable {
  /// In the order in which they first appear.
  package var modalities: [String]
  package var readers: [String]
  package var cases: [StudyCase]
  /// Modality × reader × case; nil where not read.
  package var ratings: [[[Double?]]]

  package struct StudyCase: Hashable, Sendable {
    package var id: String
    package var isDiseased: Bool

    package init(id: String, isDiseased: Bool) {
      self.id = id
      self.isDiseased = isDiseased
    }
  }

  package init(
    modalities: [String], readers: [String], cases: [StudyCase], ratings: [[[Double?]]]
  ) {
    self.modalities = modalities
    self.readers = readers
    self.cases = cases
    self.ratings = ratings
  }

  /// Columns modality, reader, case, truth, rating; one row a reading, an empty rating is none.
  package init(_ source: StudyTable) throws(CatalogError) {
    var table = source
    let places = try table.places(of: ["modality", "reader", "case", "truth", "rating"])
    var (modalities, readers, cases) = (NameList(), NameList(), NameList())
    var truths: [Bool] = []
    var readings: [Reading] = []
    for record in table.records {
      let names = places[0...2].map { table.name(record, $0) }
      let (truth, rating) = (table.truth(record, places[3]), table.number(record, places[4]))
      guard let modality = names[0], let reader = names[1], let id = names[2], let truth, let rating
      else { continue }
      let place = cases.place(of: id)
      if place == truths.count { truths.append(truth) }
      if truths[place] != truth {
        table.add("case '\(id)' has another truth than on an earlier line", record.line)
      }
      readings.append(
        Reading(
          line: record.line, modality: modalities.place(of: modality),
          reader: readers.place(of: reader), place: place, rating: rating))
    }
    self.init(
      modalities: modalities.names, readers: readers.names,
      cases: zip(cases.names, truths).map { StudyCase(id: $0, isDiseased: $1) }, ratings: [])
    fill(readings, &table)
    try table.finish()
  }

  private struct Reading: Hashable {
    var line: Int
    var modality: Int
    var reader: Int
    var place: Int
    var rating: Double?
  }

  private mutating func fill(_ readings: [Reading], _ table: inout StudyTable) {
    let empty = [Double?](repeating: nil, count: cases.count)
    ratings = .init(
      repeating: .init(repeating: empty, count: readers.count), count: modalities.count)
    var lines: [[Int]: Int] = [:]
    for reading in readings {
      let key = [reading.modality, reading.reader, reading.place]
      if let earlier = lines.updateValue(reading.line, forKey: key) {
        table.add("the same reading is on line \(earlier)", reading.line)
      }
      ratings[reading.modality][reading.reader][reading.place] = reading.rating
    }
  }

  /// Every reader read every case in every modality.
  package var isComplete: Bool {
    ratings.allSatisfy { $0.allSatisfy { $0.allSatisfy { $0 != nil } } }
  }

  package var missingReadings: Int {
    ratings.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count { $0 == nil } } }
  }
}

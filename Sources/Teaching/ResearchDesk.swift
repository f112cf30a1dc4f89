package import Catalog
import Foundation
package import Records
import Sonography

/// A cohort's reads in the files that programs for reader studies take.
///
/// Two conditions, as modalities: `unaided` are answers given before the AI was shown, `aided` those given
/// after it. Only the first attempt at a case counts.
package final class ResearchDesk: Sendable {
  private let store: RecordStore

  package init(store: RecordStore) { self.store = store }

  /// Ratings of whole cases: the stated likelihoods. Missing readings are allowed.
  package func ratings(of id: Cohort.ID) async throws -> [ResearchFile] {
    let (cohort, reads) = try await reads(of: id)
    let (readers, cases) = (Set(reads.map(\.reader)).sorted(), Set(reads.map(\.caseId)).sorted())
    let (readerPlace, casePlace) = (places(readers), places(cases))
    let truth = Dictionary(reads.map { ($0.caseId, $0.isMalignant) }, uniquingKeysWith: { one, _ in one })
    var ratings = [[[Double?]]](
      repeating: .init(repeating: .init(repeating: nil, count: cases.count), count: readers.count),
      count: Self.modalities.count)
    for read in reads {
      guard let reader = readerPlace[read.reader], let place = casePlace[read.caseId] else { continue }
      ratings[read.modality][reader][place] = read.likelihood
    }
    let table = RatingsTable(
      modalities: Self.modalities, readers: readers,
      cases: cases.map { .init(id: $0, isDiseased: truth[$0] ?? false) }, ratings: ratings)
    return table.imrmc(title: "Sonodrill, cohort \(cohort.name)")
  }

  /// Marks with their ratings, on cases every reader read in every condition, as the format asks for.
  /// Readers of fewer than half as many cases as the most industrious are left out.
  package func marks(of id: Cohort.ID) async throws -> [ResearchFile] {
    let (_, all) = try await reads(of: id)
    let reads = Self.crossed(all)
    let modalities = Set(reads.map(\.modality)).sorted()
    let (readers, cases) = (Set(reads.map(\.reader)).sorted(), Set(reads.map(\.caseId)).sorted())
    let (readerPlace, casePlace) = (places(readers), places(cases))
    var lesions: [String: [String]] = [:]
    for read in reads { lesions[read.caseId] = read.lesions.map(\.id).sorted() }
    var marks: [MarksTable.Mark] = []
    for read in reads {
      guard let reader = readerPlace[read.reader], let place = casePlace[read.caseId],
        let modality = modalities.firstIndex(of: read.modality)
      else { continue }
      func add(_ rating: Double, on lesion: Int?) {
        marks.append(
          .init(
            modality: modality, reader: reader, studyCase: place, lesion: lesion, rating: rating))
      }
      for lesion in read.lesions {
        if let rating = lesion.rating { add(rating, on: lesions[read.caseId]?.firstIndex(of: lesion.id)) }
      }
      for rating in read.falseRatings { add(rating, on: nil) }
    }
    let table = MarksTable(
      modalities: modalities.map { Self.modalities[$0] }, readers: readers,
      cases: cases.map { id in
        let mine = lesions[id] ?? []
        return .init(
          id: id, lesions: mine.map { .init(id: $0, weight: 1 / Double(max(1, mine.count))) })
      }, marks: marks)
    return table.rjafroc()
  }

  private static let modalities = ["unaided", "aided"]

  private func places(_ names: [String]) -> [String: Int] {
    Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
  }

  private func reads(of id: Cohort.ID) async throws -> (Cohort, [StudyRead]) {
    guard let cohort = try await store.cohort(id) else { throw TeachingError.notFound }
    let rows = Collected<StudyRead>()
    try await store.forEachRead(of: id) { row in
      if row.attempt.ordinal == 1 { rows.append(StudyRead(row)) }
    }
    return (cohort, rows.values)
  }

  /// Readers with enough cases, and the cases all of them read in every condition there is.
  private static func crossed(_ reads: [StudyRead]) -> [StudyRead] {
    let both = Set(
      Dictionary(grouping: reads, by: { [$0.reader, $0.caseId] }).values
        .filter { Set($0.map(\.modality)).count == 2 }.compactMap(\.first?.caseId))
    let conditions = both.isEmpty ? 1 : 2
    let fitting = reads.filter { both.isEmpty ? $0.modality == 0 : both.contains($0.caseId) }
    let byReader = Dictionary(grouping: fitting, by: \.reader).mapValues { mine in
      Set(
        Dictionary(grouping: mine, by: \.caseId)
          .filter { Set($0.value.map(\.modality)).count == conditions }.keys)
    }
    let most = byReader.values.map(\.count).max() ?? 0
    let readers = byReader.filter { $0.value.count * 2 >= most && !$0.value.isEmpty }
    let cases = readers.values.reduce(nil) { (shared: Set<String>?, mine) in
      shared?.intersection(mine) ?? mine
    }
    return fitting.filter { readers[$0.reader] != nil && cases?.contains($0.caseId) == true }
  }
}

/// One read as a study counts it.
private struct StudyRead: Sendable {
  var reader: String
  var caseId: String
  /// 0 unaided, 1 aided.
  var modality: Int
  var isMalignant: Bool
  var likelihood: Double?
  var lesions: [(id: String, rating: Double?)]
  var falseRatings: [Double]

  init(_ row: ExportRow) {
    let (read, score) = (row.record.read, row.record.score)
    let ratings = Dictionary(
      read.marks.map { ($0.id, $0.rating.value) }, uniquingKeysWith: { first, _ in first })
    reader = "\(row.account.id.rawValue)"
    caseId = row.attempt.caseId
    modality = row.isUnaided ? 0 : 1
    isMalignant = score.isMalignant
    likelihood = read.likelihood
    lesions = score.lesions.map { ($0.lesion, $0.mark.flatMap { ratings[$0] }) }
    falseRatings = score.falseMarks.map(\.rating.value)
  }
}

/// Rows handed over one by one from another thread.
final class Collected<Value: Sendable>: @unchecked Sendable {
  // The lock guards `stored`.
  private let lock = NSLock()
  private var stored: [Value] = []

  func append(_ value: Value) { lock.withLock { stored.append(value) } }
  var values: [Value] { lock.withLock { stored } }
}

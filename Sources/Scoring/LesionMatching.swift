package import Sonography

/// Which mark found which lesion, and what became of the others.
///
/// A mark is a candidate for a lesion when its frame lies in the lesion's visible interval, give or
/// take `timeTolerance`, and its place lies in the widened outline of that frame, or the area it
/// encloses overlaps the outline enough. Between outlined frames the outline is on its way from the
/// one to the other; where only single experts outlined, half of them must agree. As many lesions as
/// possible get one mark each; ties go to the smaller distance from the lesion's centre, then the
/// higher rating, then the earlier frame. Distances are in tissue.
///
/// A further mark on a found lesion is a duplicate; a mark on a lesion that only some experts accept
/// is ignored. Neither counts for or against. What remains lies on no lesion, and is merged into
/// non-lesion localizations by `mergeDistance` and `mergeTime`. The order of the marks changes
/// nothing.
package struct LesionMatching {
  /// Lesion id → the mark that localizes it.
  package private(set) var found: [String: Mark] = [:]
  /// Lesion id → further marks on it, nearest first.
  package private(set) var duplicates: [String: [Mark]] = [:]
  package private(set) var ignored: [Mark] = []
  /// Marks on no lesion, merged.
  package private(set) var nonLesion: [[Mark]] = []

  package init(
    _ marks: [Mark], to lesions: [Lesion], in views: [Case.View], rule: MatchingRule
  ) {
    let marks = marks.sorted { ($0.id, $0.view, $0.frame) < ($1.id, $1.view, $1.frame) }
    let field = AcceptanceField(views: views, rule: rule)
    let scored = lesions.filter(\.isScored)
    let zones = lesions.filter { !$0.isScored }
    let costs = scored.map { lesion in marks.map { field.cost(of: $0, on: lesion) } }
    let columns = Assignment(costs: costs).columnOfRow
    for (row, column) in columns.enumerated() {
      if let column { found[scored[row].id] = marks[column] }
    }
    var stray: [Mark] = []
    for index in marks.indices where !columns.contains(index) {
      if let row = nearestRow(of: index, costs) {
        duplicates[scored[row].id, default: []].append(marks[index])
      } else if zones.contains(where: { field.cost(of: marks[index], on: $0) != nil }) {
        ignored.append(marks[index])
      } else {
        stray.append(marks[index])
      }
    }
    nonLesion = field.merge(stray)
  }

  /// Every mark on a lesion, the one that counts first.
  package func marks(on lesion: String) -> [Mark] {
    (found[lesion].map { [$0] } ?? []) + (duplicates[lesion] ?? [])
  }

  /// Marks that count neither for nor against.
  package var setAside: [Mark] {
    duplicates.sorted { $0.key < $1.key }.flatMap(\.value) + ignored
  }
}

private func nearestRow(of column: Int, _ costs: [[Assignment.Cost?]]) -> Int? {
  var best: (row: Int, cost: Assignment.Cost)?
  for (row, line) in costs.enumerated() {
    guard let cost = line[column] else { continue }
    if let known = best, known.cost <= cost { continue }
    best = (row, cost)
  }
  return best?.row
}

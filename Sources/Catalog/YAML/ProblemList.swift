/// Collects what is wrong while one file is read, so that its author sees everything at once.
///
/// A class because every part of a reader adds to the same list; it never leaves the call that made it.
package final class ProblemList {
  package let file: String
  package private(set) var problems: [Problem] = []

  package init(file: String) { self.file = file }

  func add(_ sentence: String, line: Int?, severity: Problem.Severity = .error) {
    problems.append(Problem(file: file, line: line, sentence, severity: severity))
  }

  var hasErrors: Bool { problems.contains { $0.severity == .error } }
}

import ArgumentParser
import Catalog
import Foundation
import Statistics

/// Statistics of reader studies from tables, for research and for anyone's checking.
struct StudyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Computes reader-study statistics from CSV tables; prints JSON with every digit.",
    discussion: """
      A figure that cannot be had is null, and the field of its name with "Reason" says why. A table \
      with mistakes is refused: each is named with its line, and the exit status is 1.
      """,
    subcommands: [
      StudyROC.self,
      StudyFROC.self,
      StudyAgreement.self,
      StudyCalibration.self,
      StudyReliance.self,
      StudyConsensus.self,
      StudyMeasurement.self,
      StudyCompetence.self,
      StudyCurve.self,
      StudyAbility.self,
    ])
}

/// What all study commands take.
struct StudyOptions: ParsableArguments {
  @Option(help: "Confidence of the intervals.") var confidence = 0.95

  func validate() throws {
    guard confidence > 0, confidence < 1 else {
      throw ValidationError("--confidence lies between 0 and 1")
    }
  }
}

/// Levels as typed: separated by commas, without the spaces around them; nil when none were given.
func levels(_ text: String?) throws -> [String]? {
  guard let text else { return nil }
  let levels = text.split(separator: ",", omittingEmptySubsequences: false)
    .map { $0.trimmingCharacters(in: .whitespaces) }
  guard levels.count > 1, !levels.contains(""), Set(levels).count == levels.count else {
    throw ValidationError("--levels names two or more different levels, separated by commas")
  }
  return levels
}

/// Keeps why a figure cannot be had.
func figure<Value>(_ body: () throws(Undefined) -> Value) -> Figure<Value> {
  do throws(Undefined) { return .success(try body()) } catch { return .failure(error) }
}

import ArgumentParser
import Foundation

/// Times scoring and statistics against what the product promises, one core each.
struct BenchScoring: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scoring", abstract: "Times scoring and statistics against their limits.")
  @Option(help: "How often each is repeated; the median counts.") var rounds = 5

  /// One thing that is timed.
  struct Row {
    var name: String
    /// Seconds it may take.
    var limit: Double
    var work: () throws -> Void
  }

  func validate() throws {
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds is 1 to 1000") }
  }

  func run() async throws {
    var isSlow = false
    for row in Self.statistics {
      var times: [Double] = []
      for _ in 0..<rounds {
        times.append(try ContinuousClock().measure(row.work) / .milliseconds(1))
      }
      times.sort()
      let isHeld = times[times.count / 2] <= row.limit * 1000
      isSlow = isSlow || !isHeld
      print(
        "scoring: \(row.name): median \(milliseconds(times, 0.5)), worst \(milliseconds(times, 1)), limit \(Int(row.limit * 1000)) ms\(isHeld ? "" : ": TOO SLOW")"
      )
    }
    if isSlow { throw ExitCode.failure }
  }
}

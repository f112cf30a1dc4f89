import ArgumentParser
import Foundation

/// Times scoring and statistics against what the product promises, one core each.
struct BenchScoring: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scoring", abstract: "Times scoring and statistics against their limits.")
  @Option(help: "How often each is repeated; the median counts.") var rounds = 5

  @OptionGroup var settings: SettingsOptions

  /// One thing that is timed.
  struct Row {
    var name: String
    /// Seconds it may take.
    var limit: Double
    /// How many of it one round of the work does.
    var count = 1
    var work: () throws -> Void
  }

  func validate() throws {
    guard (1...1000).contains(rounds) else { throw ValidationError("--rounds is 1 to 1000") }
  }

  func run() async throws {
    var isSlow = false
    for row in try Self.reads(Settings(settings)) + Self.statistics + Self.learning {
      var times: [Double] = []
      for _ in 0..<rounds {
        let time = try ContinuousClock().measure(row.work) / .milliseconds(1)
        times.append(time / Double(row.count))
      }
      times.sort()
      let isHeld = times[times.count / 2] <= row.limit * 1000
      isSlow = isSlow || !isHeld
      print(
        "\(row.name): median \(milliseconds(times, 0.5)), worst \(milliseconds(times, 1)) of \(rounds), "
          + "limit \(Int((row.limit * 1000).rounded())) ms\(isHeld ? "" : ": TOO SLOW")")
    }
    if isSlow { throw ExitCode.failure }
  }
}

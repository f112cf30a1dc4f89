import ArgumentParser

@main
struct Sonodrill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sonodrill",
    abstract: "Teaches people to read moving breast ultrasound. For training, not for diagnosis.",
    version: version,
    subcommands: [
      ServeCommand.self, DemoCommand.self, CheckCommand.self, ImportCommand.self,
      ReadCommand.self, ScoreCommand.self, SimulateCommand.self, StudyCommand.self, UserCommand.self,
      BenchCommand.self, RunCommand.self, OnnxTestCommand.self,
    ])

  static let version = "0.1.0"
}

/// Something wrong with what was given: one sentence on standard error, exit status 1.
struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ sentence: String) { description = sentence }
}

import Foundation

/// A bar on standard error for work that takes a while; silent when nobody watches.
struct ProgressBar {
  private let title: String
  private let total: Int
  private let isWatched = isatty(STDERR_FILENO) == 1

  init(_ title: String, of total: Int) {
    self.title = title
    self.total = max(1, total)
  }

  func show(_ done: Int) {
    guard isWatched else { return }
    let width = 30
    let filled = min(width, width * done / total)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let end = done >= total ? "\n" : ""
    FileHandle.standardError.write(Data("\r\(title) \(bar) \(done)/\(total)\(end)".utf8))
  }
}

import Foundation

/// Counts of requests, for the metrics page.
final class Meter: @unchecked Sendable {
  // The lock guards both counts.
  private let lock = NSLock()
  private var byStatus: [Int: Int] = [:]
  private var seconds = 0.0

  func count(status: Int, duration: Duration) {
    lock.withLock {
      byStatus[status, default: 0] += 1
      seconds += duration / .seconds(1)
    }
  }

  /// Prometheus text exposition, without the gauges of other modules.
  var lines: [String] {
    lock.withLock {
      ["# TYPE sonodrill_http_requests_total counter"]
        + byStatus.sorted { $0.key < $1.key }.map {
          "sonodrill_http_requests_total{status=\"\($0.key)\"} \($0.value)"
        }
        + [
          "# TYPE sonodrill_http_request_seconds_total counter",
          "sonodrill_http_request_seconds_total \(seconds)",
        ]
    }
  }
}

import Catalog
import Foundation
import Records
import Sonography
import Teaching
import Web

/// For machines: is it well, and how busy.
struct HealthRoutes: Sendable {
  let services: Services
  let meter: Meter
  let webCounters: @Sendable () async -> WebCounters

  var table: [Route] {
    [
      Route("GET", "/health", .anyone, health),
      Route("GET", "/metrics", .roles([.administrator]), metrics),
    ]
  }

  private func health(_ call: Call) async throws -> HTTPResponse {
    .json(
      HealthMessage(
        status: "ok", cases: services.library.catalog.cases.count,
        curricula: services.library.catalog.curricula.count,
        model: .init(id: services.library.model.id, digest: services.library.model.digest)))
  }

  private func metrics(_ call: Call) async throws -> HTTPResponse {
    let web = await webCounters()
    let gauges = [
      ("connections", web.connections), ("sockets", web.sockets), ("messages_in_total", web.messagesIn),
      ("messages_out_total", web.messagesOut), ("bytes_in_total", web.bytesIn),
      ("bytes_out_total", web.bytesOut),
    ].map { "sonodrill_web_\($0.0) \($0.1)" }
    let text = (meter.lines + gauges).joined(separator: "\n") + "\n"
    return HTTPResponse(
      status: 200, headers: [(name: "Content-Type", value: "text/plain; version=0.0.4")],
      body: Array(text.utf8))
  }
}

struct HealthMessage: Encodable {
  var status: String
  var cases: Int
  var curricula: Int
  var model: Model

  struct Model: Encodable {
    var id: String
    var digest: String
  }
}

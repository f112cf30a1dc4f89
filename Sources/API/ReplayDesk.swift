import Catalog
import Records
import Sonography
import Teaching

/// Finds the loop a viewer asks for, and the overlays if they may be sent.
struct ReplayDesk: Sendable {
  let services: Services
  let sockets: OpenSockets
  private let overlays = OverlayCache()

  init(services: Services, sockets: OpenSockets) {
    self.services = services
    self.sockets = sockets
  }

  func replay(_ open: OpenMessage, for viewer: Account) async throws -> Replay {
    if let id = open.attempt {
      let (bundle, reading) = try await services.readingRoom.look(id, for: viewer)
      guard let view = CaseHandles(bundle.case.views).view(open.view) else { throw Refusal.notFound }
      return try await replay(view, bundle, reading, open.codec, of: id)
    }
    guard let id = open.case, viewer.role == .instructor else { throw Refusal.notFound }
    let bundle = try services.library.bundle(id)
    guard let view = CaseHandles(bundle.case.views).view(open.view) else { throw Refusal.notFound }
    return try await replay(
      view, bundle, try await services.library.reading(of: bundle), open.codec, of: bundle.digest)
  }

  private func replay(
    _ view: Case.View, _ bundle: CaseBundle, _ reading: AIReading?, _ codec: OpenMessage.Codec,
    of reader: String
  ) async throws -> Replay {
    let loop = try await services.library.loop(of: view, in: bundle, asPictures: codec == .jpeg)
    guard let trace = reading?.traces.first(where: { $0.view == view.id })?.trace else {
      return Replay(loop: loop, overlays: nil)
    }
    let key = OverlayCache.Key(reader: reader, view: view.id)
    return Replay(loop: loop, overlays: await overlays.overlays(key, of: trace))
  }
}

/// A loop with what may be shown on it.
struct Replay: Sendable {
  var loop: ReplayLoop
  /// By frame; nil while the AI is not released.
  var overlays: [[UInt8]]?

  func message(stream: UInt16, frame: Int) -> [UInt8] {
    let packet = loop.packets[frame]
    var flags: FrameMessage.Flags = packet.isKey ? .key : []
    if frame == loop.packets.count - 1 { flags.insert(.last) }
    let overlay = overlays.flatMap { $0.indices.contains(frame) ? $0[frame] : nil } ?? []
    return FrameMessage(
      stream: stream, frame: frame, time: loop.time(of: frame), flags: flags, overlay: overlay,
      video: packet.bytes
    ).bytes
  }
}

/// Findings as JSON, written once a loop.
private actor OverlayCache {
  /// An attempt, whose AI may carry a planted error, or a case in preview.
  struct Key: Hashable {
    var reader: String
    var view: String
  }

  private var kept: [Key: [[UInt8]]] = [:]

  func overlays(_ key: Key, of trace: AITrace) -> [[UInt8]] {
    if let overlays = kept[key] { return overlays }
    let overlays = trace.frames.map { StrictJSON.encode(FrameFindingsMessage($0)) }
    if kept.count >= 64 { kept.removeAll() }
    kept[key] = overlays
    return overlays
  }
}

import Records
import Sonography
import Teaching
import Web

/// One viewer's socket: control messages in, frames out, each stream in its own task.
struct ReplaySocket: Sendable {
  let socket: WebSocket
  let screening: Screening
  let desk: ReplayDesk

  func serve() async {
    await withDiscardingTaskGroup { group in
      var streams: [UInt16: CreditGate] = [:]
      for await message in socket.messages {
        guard let viewer = screening.visitor(of: socket.request) else {
          socket.close(code: 4401, reason: "the session has ended; sign in again")
          break
        }
        await handle(message, from: viewer, &streams, in: &group)
      }
      for gate in streams.values { await gate.close() }
    }
  }

  private func handle(
    _ message: SocketMessage, from viewer: Account, _ streams: inout [UInt16: CreditGate],
    in group: inout DiscardingTaskGroup
  ) async {
    guard case .text(let text) = message else {
      return refuse(nil, "message.malformed", "Messages from a viewer are JSON text.")
    }
    do {
      switch try ViewerMessage(text) {
      case .open(let open):
        await dropEnded(&streams)
        guard streams[open.stream] == nil, streams.count < 16, open.stream > 0 else {
          return refuse(
            open.stream, "stream.inUse", "This stream number is in use; close it or choose another.")
        }
        let gate = CreditGate(credit: open.credit)
        streams[open.stream] = gate
        group.addTask { await play(open, for: viewer, gate) }
      case .credit(let stream, let frames):
        guard let gate = streams[stream] else { return unknown(stream) }
        await gate.grant(frames)
      case .close(let stream):
        guard let gate = streams.removeValue(forKey: stream) else { return unknown(stream) }
        await gate.close()
      }
    } catch {
      refuse(nil, "message.malformed", error.message)
    }
  }

  private func dropEnded(_ streams: inout [UInt16: CreditGate]) async {
    for (stream, gate) in streams where await gate.isOver { streams[stream] = nil }
  }

  private func play(_ open: OpenMessage, for viewer: Account, _ gate: CreditGate) async {
    do {
      let replay = try await desk.replay(open, for: viewer)
      let loop = replay.loop
      send(
        OpenedMessage(
          stream: open.stream, codec: loop.codec, width: loop.width, height: loop.height,
          frames: loop.packets.count, frameRate: loop.frameRate, hasFindings: replay.overlays != nil))
      for frame in loop.keyFrame(before: open.from)..<loop.packets.count {
        let message = replay.message(stream: open.stream, frame: frame)
        guard await gate.spend(message.count) else { return }
        socket.send(.binary(message))
      }
      send(EndMessage(stream: open.stream))
      await gate.finish()
    } catch {
      await gate.finish()
      let refusal = Refusal(error)
      refuse(open.stream, refusal.code.rawValue, refusal.message)
    }
  }

  private func unknown(_ stream: UInt16) {
    refuse(stream, "stream.unknown", "No stream has this number; open it first.")
  }

  private func refuse(_ stream: UInt16?, _ code: String, _ message: String) {
    send(SocketErrorMessage(stream: stream, code: code, message: message))
  }

  private func send(_ message: some Encodable) {
    socket.send(.text(String(decoding: StrictJSON.encode(message), as: UTF8.self)))
  }
}

import Foundation
import Sonography
import Web

/// One instructor's virtual probe: an order opens a breast, then every pose is answered with a frame.
///
/// Newest wins: poses that arrive while a frame is rendered are overtaken by the last of them, so the
/// picture never lags behind the hand.
struct ProbeSocket: Sendable {
  let socket: WebSocket
  let screening: Screening
  let desk: ProbeDesk

  /// Frames that wait for a slow browser before new ones are left out.
  private static let mostQueuedBytes = 2 << 20

  func serve() async {
    let (poses, hand) = AsyncStream.makeStream(of: ProbePose.self, bufferingPolicy: .bufferingNewest(1))
    let (orders, bench) = AsyncStream.makeStream(of: ProbeOrder.self, bufferingPolicy: .bufferingNewest(1))
    let breast = OpenBreast()
    await withDiscardingTaskGroup { group in
      group.addTask { await open(orders, breast) }
      group.addTask { await follow(poses, breast) }
      await receive(hand, bench)
      hand.finish()
      bench.finish()
    }
  }

  private func receive(
    _ hand: AsyncStream<ProbePose>.Continuation, _ bench: AsyncStream<ProbeOrder>.Continuation
  ) async {
    for await message in socket.messages {
      guard screening.visitor(of: socket.request) != nil else {
        socket.close(code: 4401, reason: "the session has ended; sign in again")
        return
      }
      do throws(Refusal) {
        switch try HandMessage(message) {
        case .order(let order): bench.yield(order)
        case .pose(let pose): hand.yield(pose)
        }
      } catch {
        refuse(error.message)
      }
    }
  }

  private func open(_ orders: AsyncStream<ProbeOrder>, _ breast: OpenBreast) async {
    for await order in orders {
      do throws(ProbeRefusal) {
        await breast.lay(try await desk.open(order))
        send(ProbeOpenedMessage())
      } catch {
        refuse(error.sentence)
      }
    }
  }

  private func follow(_ poses: AsyncStream<ProbePose>, _ breast: OpenBreast) async {
    var index = 0
    for await pose in poses {
      guard let look = await breast.look, socket.queuedBytes < Self.mostQueuedBytes else { continue }
      do throws(ProbeRefusal) {
        socket.send(.binary(Self.bytes(of: try look(pose, index))))
        index += 1
      } catch {
        refuse(error.sentence)
      }
    }
  }

  /// Width and height as little-endian 16-bit numbers, micrometres per pixel as 32-bit, then grey bytes.
  private static func bytes(of frame: Frame) -> [UInt8] {
    let micrometres = UInt32((frame.spacing?.x ?? 0) * 1000)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(frame.pixels.count + 8)
    for number in [UInt16(frame.width), UInt16(frame.height)] {
      bytes.append(UInt8(truncatingIfNeeded: number))
      bytes.append(UInt8(truncatingIfNeeded: number >> 8))
    }
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: micrometres >> shift))
    }
    return bytes + frame.pixels
  }

  private func refuse(_ sentence: String) {
    send(SocketErrorMessage(stream: nil, code: "probe.refused", message: sentence))
  }

  private func send(_ message: some Encodable) {
    socket.send(.text(String(decoding: StrictJSON.encode(message), as: UTF8.self)))
  }
}

/// The breast under the probe; none before the first order is ready.
private actor OpenBreast {
  private(set) var look: ProbeDesk.Look?

  func lay(_ look: @escaping ProbeDesk.Look) { self.look = look }
}

/// What an instructor's page may say on this socket.
enum HandMessage: Hashable {
  case order(ProbeOrder)
  case pose(ProbePose)

  init(_ message: SocketMessage) throws(Refusal) {
    guard case .text(let text) = message else {
      throw Refusal(.malformed, "Messages from a viewer are JSON text.")
    }
    let bytes = Array(text.utf8)
    let fields = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
    switch fields?["type"] as? String {
    case "open": self = .order(try StrictJSON.decode(ProbeOrder.self, from: bytes))
    case "pose": self = .pose(try StrictJSON.decode(ProbePose.self, from: bytes))
    default: throw Refusal(.malformed, "A message has a \"type\" of open or pose.")
    }
  }
}

struct ProbeOpenedMessage: Encodable { var type = "opened" }

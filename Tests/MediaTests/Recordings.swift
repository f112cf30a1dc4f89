import Foundation
import Media
import Sonography

/// A folder of recordings made for one test, removed with it.
final class Recordings {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "sonodrill-media-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { folder + "/" + name }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  func write(
    _ frames: [Frame], to name: String, frameRate: Double = 25, codec: CineWriter.Codec
  ) throws -> String {
    var writer = try CineWriter(
      path: path(name), width: frames[0].width, height: frames[0].height, frameRate: frameRate,
      codec: codec)
    for frame in frames { try writer.write(frame) }
    try writer.finish()
    return path(name)
  }
}

/// Frames like a sweep: speckle that drifts, a dark round body that grows, a ramp on top. The
/// first eight pixels spell the index in black and white.
func sweep(count: Int, width: Int = 96, height: Int = 64, seed: UInt64 = 1) -> [Frame] {
  var random = SplitMix64(seed: seed)
  let speckle = (0..<(width * 2 * height)).map { _ in Int(random.next() % 96) }
  return (0..<count).map { index in
    var pixels = [UInt8](repeating: 0, count: width * height)
    for y in 0..<height {
      for x in 0..<width {
        let (dx, dy) = (x - width / 2, y - height / 2)
        let body = dx * dx + dy * dy < (index + 8) * (index + 8) ? 4 : 1
        pixels[y * width + x] = UInt8((speckle[y * width * 2 + x + index % width] + y % 128) / body)
      }
    }
    for bit in 0..<8 where bit < width { pixels[bit] = index >> bit & 1 == 1 ? 255 : 0 }
    return Frame(
      pixels: pixels, width: width, height: height, index: index, time: Double(index) / 25)
  }
}

/// Decibels over all pixels; infinite when equal.
func peakSignalToNoise(_ a: [Frame], _ b: [Frame]) -> Double {
  var (squares, count) = (0.0, 0.0)
  for (one, other) in zip(a, b) {
    for (p, q) in zip(one.pixels, other.pixels) {
      squares += (Double(p) - Double(q)) * (Double(p) - Double(q))
    }
    count += Double(one.pixels.count)
  }
  return 10 * log10(255 * 255 * count / squares)
}

/// The folder of genuine recordings beside the repository; absent on a plain clone.
let genuine = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
  .appendingPathComponent("shared/data").path

func genuineImages(_ folder: String, ending: String, limit: Int) -> [String] {
  let path = genuine + "/" + folder
  let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  return names.filter { $0.hasSuffix(ending) }.sorted().prefix(limit).map { path + "/" + $0 }
}

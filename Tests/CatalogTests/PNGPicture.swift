import Foundation
import Sonography

import Catalog

/// Grey pictures from the PNG files of the public data sets: 1 or 8 bits, grey, RGB or RGBA, not
/// interlaced. The program itself decodes with FFmpeg, which this module does not know.
func readPNG(_ path: String) throws -> Frame {
  struct Damaged: Error {}
  let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  func number(_ place: Int) -> Int { (0..<4).reduce(0) { $0 << 8 | Int(bytes[place + $1]) } }
  var (width, height, depth, kind) = (0, 0, 0, 0)
  var packed: [UInt8] = []
  var place = 8
  while place + 8 <= bytes.count {
    let length = number(place)
    let body = (place + 8)..<(place + 8 + length)
    switch String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self) {
    case "IHDR":
      (width, height) = (number(place + 8), number(place + 12))
      (depth, kind) = (Int(bytes[place + 16]), Int(bytes[place + 17]))
    case "IDAT": packed += bytes[body]
    default: break
    }
    place += length + 12
  }
  guard let channels = [0: 1, 2: 3, 6: 4][kind], depth == 8 || (depth == 1 && channels == 1),
    let rows = Inflate.bytes(packed[...], .zlib, limit: 1 << 28)
  else { throw Damaged() }
  let stride = (width * channels * depth + 7) / 8
  let step = max(1, channels * depth / 8)
  var previous = [UInt8](repeating: 0, count: stride)
  var pixels = [UInt8](repeating: 0, count: width * height)
  for y in 0..<height {
    let filter = rows[y * (stride + 1)]
    var row = Array(rows[(y * (stride + 1) + 1)..<((y + 1) * (stride + 1))])
    for i in 0..<stride {
      let left = i >= step ? Int(row[i - step]) : 0
      let up = Int(previous[i])
      let corner = i >= step ? Int(previous[i - step]) : 0
      let guess =
        switch filter {
        case 1: left
        case 2: up
        case 3: (left + up) / 2
        case 4: paeth(left, up, corner)
        default: 0
        }
      row[i] = row[i] &+ UInt8(guess)
    }
    for x in 0..<width {
      if depth == 1 {
        pixels[y * width + x] = row[x / 8] & (0x80 >> UInt8(x % 8)) != 0 ? 255 : 0
      } else if channels == 1 {
        pixels[y * width + x] = row[x]
      } else {
        let (r, g, b) = (Int(row[x * channels]), Int(row[x * channels + 1]), Int(row[x * channels + 2]))
        pixels[y * width + x] = UInt8((299 * r + 587 * g + 114 * b + 500) / 1000)
      }
    }
    previous = row
  }
  return Frame(pixels: pixels, width: width, height: height)
}

private func paeth(_ a: Int, _ b: Int, _ c: Int) -> Int {
  let (pa, pb, pc) = (abs(b - c), abs(a - c), abs(a + b - 2 * c))
  return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
}

/// What can be wrong with a recording, or with writing one.
package enum MediaError: Error, Hashable, CustomStringConvertible {
  /// The file is missing, unreadable or not a kind of recording we know.
  case cannotOpen(path: String, reason: String)
  case noVideo(path: String)
  case unsupportedCodec(path: String, codec: String)
  /// Frames before this one are sound.
  case damaged(path: String, frame: Int, reason: String)
  case tooLarge(path: String, reason: String)
  case cannotWrite(path: String, reason: String)
  case wrongFrameSize(frame: Int, found: String, expected: String)
  case cannotEncode(reason: String)

  package var description: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "\(path): cannot open the recording (\(reason)); give a video or image file such as mp4, mkv, avi, png or jpeg"
    case .noVideo(let path):
      "\(path): holds no picture; give a file with a video stream or an image"
    case .unsupportedCodec(let path, let codec):
      "\(path): its video codec '\(codec)' cannot be decoded here; convert it to H.264 or FFV1"
    case .damaged(let path, let frame, let reason):
      "\(path): damaged at frame \(frame) (\(reason)); copy or export the recording again"
    case .tooLarge(let path, let reason):
      "\(path): too large (\(reason)); cut the recording into shorter loops"
    case .cannotWrite(let path, let reason):
      "\(path): cannot write the recording (\(reason)); check the folder and the free space"
    case .wrongFrameSize(let frame, let found, let expected):
      "frame \(frame): is \(found) where the loop is \(expected); all frames of a loop have one size"
    case .cannotEncode(let reason):
      "cannot encode the picture: \(reason)"
    }
  }
}

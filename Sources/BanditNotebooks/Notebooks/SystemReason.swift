import Foundation

/// Why the system refused a file or a program, in its own words and without those around them.
func systemReason(_ error: any Error) -> String {
  let error = error as NSError
  let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
  if cause.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(cause.code))) }
  return (error as? CocoaError)?.code == .fileWriteFileExists
    ? "a file of that name exists" : cause.localizedDescription
}

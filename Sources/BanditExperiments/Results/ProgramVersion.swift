import Foundation
import Synchronization

/// What program makes results: for manifests and `--version`.
public struct ProgramVersion: Sendable, Hashable {
  /// The version of this library.
  public static let number = "0.2.0"

  /// The program's name with the version of the library it stands on.
  public var program: String
  /// The commit of its sources; nil if that is not known.
  public var commit: String?
  /// Whether the sources differed from the commit.
  public var isModified: Bool?
  /// The compiler that built it.
  public var swift: String?

  /// A program; by default the one of this process, of which nothing is known but its name.
  public init(
    program: String? = nil, commit: String? = nil, isModified: Bool? = nil, swift: String? = nil
  ) {
    let name = (CommandLine.arguments.first ?? "program").split(separator: "/").last.map(
      String.init)
    self.program = "\(program ?? name ?? "program") \(ProgramVersion.number)"
    self.commit = commit
    self.isModified = isModified
    self.swift = swift ?? ProgramVersion.compiler
  }

  /// The compiler of this library, as far as it can be told apart.
  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3.1)
      "6.3.1"
    #else
      "6.3"
    #endif
  }

  private static let known = Mutex<ProgramVersion?>(nil)

  /// The program of this process; set once at its start by whoever knows more than its name.
  public static var current: ProgramVersion {
    get { known.withLock { $0 } ?? ProgramVersion() }
    set { known.withLock { $0 = newValue } }
  }
}
